/** Runs code as a notebook would: the value of a last expression is the result. */
const RUN = `
import ast, os, sys
def run(source, scope):
    tree = ast.parse(source, '<code>')
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, '<code>', 'exec'), scope)
    value = eval(compile(ast.Expression(last.value), '<code>', 'eval'), scope) if last else None
    return '' if value is None else repr(value)
`;

/** Arguments: the file with the code, the file for the result. Ends as Python itself would. */
export const ONCE = `${RUN}
with open(sys.argv[1], encoding='utf-8') as file:
    source = file.read()
target = sys.argv[2]
sys.argv = ['<code>']
result = run(source, {'__name__': '__main__'})
with open(target, 'w', encoding='utf-8') as file:
    file.write(result)
`;

/**
 * Keeps its variables from one piece of code to the next. A line of JSON in, \`{"code"}\`; a line of JSON out,
 * \`{"output", "error", "result", "exit_code"}\`. What is printed goes through files, so that child processes count too.
 */
export const PERSISTENT = `${RUN}
import json, tempfile, traceback
orders = os.fdopen(os.dup(0), encoding='utf-8')
answers = os.fdopen(os.dup(1), 'w', encoding='utf-8')
os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
scope = {'__name__': '__main__'}
for order in orders:
    files = [tempfile.TemporaryFile(), tempfile.TemporaryFile()]
    os.dup2(files[0].fileno(), 1)
    os.dup2(files[1].fileno(), 2)
    result, exit_code = '', 0
    try:
        result = run(json.loads(order)['code'], scope)
    except SystemExit as stop:
        exit_code = stop.code if isinstance(stop.code, int) else 0 if stop.code is None else 1
    except BaseException:
        traceback.print_exc()
        exit_code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    texts = []
    for file in files:
        file.seek(0)
        texts.append(file.read().decode('utf-8', 'replace'))
        file.close()
    answers.write(json.dumps({'output': texts[0], 'error': texts[1], 'result': result, 'exit_code': exit_code}) + '\\n')
    answers.flush()
`;
