import { pictures } from './support/inspect';
import { expect, test } from './support/test';

const popList = 'Pops';

test('a Pop is built from a ready-made one, tried on a picture, saved and run', async ({ reticle }) => {
  await reticle.getByRole('button', { name: 'Try the sample' }).click();
  await expect(pictures(reticle)).toHaveCount(3);
  await reticle.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: popList }).click();
  await reticle
    .getByRole('button', { name: /Regions → outlines/ })
    .first()
    .click();
  const tree = reticle.getByTestId('pop-tree');
  await expect(tree.getByRole('treeitem')).toHaveCount(2);
  await expect(reticle.getByTestId('pop-runnable')).toHaveText('Runs on this computer with Regions (built in).');

  await reticle.getByRole('button', { name: 'Try on the picture' }).click();
  await expect(reticle.getByTestId('pop-trial')).toContainText(/\d+ objects? in/);
  await expect(reticle.getByTestId('stage-facts')).toHaveCount(2);

  await tree.getByRole('button', { name: /Outlines polygon/ }).click();
  await reticle.getByRole('button', { name: /contourType/ }).click();
  await reticle.getByRole('option', { name: 'circle', exact: true }).click();
  await expect(tree.getByRole('treeitem').nth(1)).toContainText('circle');
  await reticle.getByRole('textbox', { name: 'Name' }).fill('Round things');
  await reticle.getByRole('button', { name: 'Save as my own' }).click();
  await expect(reticle.getByRole('button', { name: /Round things yours/ })).toBeVisible();

  await reticle.getByRole('button', { name: 'Use for the next run' }).click();
  await reticle.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: 'Inspect' }).click();
  await pictures(reticle).first().click();
  await reticle.getByRole('button', { name: /^Run/ }).click();
  await expect(reticle.getByText('Round things · CPU')).toBeVisible();
});

test('what is wrong with a Pop is said where it is, while it is typed', async ({ reticle }) => {
  await reticle.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: popList }).click();
  await reticle.getByRole('button', { name: 'New Pop', exact: true }).first().click();
  await expect(reticle.getByTestId('pop-runnable')).toContainText('objects');
  await reticle.getByRole('tab', { name: 'JSON' }).click();
  const json = reticle.getByTestId('pop-json');
  await json.fill('{"components":[{"type":"contour_finder","contourType":"blob"}]}');
  await expect(reticle.getByRole('alert')).toContainText('components[0].contourType');
  await json.fill('{"components":');
  await expect(reticle.getByRole('alert')).toContainText('is not JSON');
  await json.fill('{"components":[{"type":"inference","ability":"regions"}]}');
  await expect(reticle.getByRole('alert')).toHaveCount(0);
  await reticle.getByRole('tab', { name: 'Components' }).click();
  await expect(reticle.getByTestId('pop-tree').getByRole('treeitem')).toHaveCount(1);
});
