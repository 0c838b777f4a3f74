"""Runs one solution and its tests, and says how that went.

stdin: "TOKEN SOLUTION_BYTES\\n", the solution, the tests. All of it is read before the solution starts.
stdout: a line "TOKEN start", then whatever the solution prints, then a line "TOKEN outcome detail";
line breaks in the detail are written as the unit separator.
"""
import os
import sys
import types


def main():
    head, _, body = sys.stdin.buffer.read().partition(b"\n")
    token, size = head.split()
    sources = {"solution.py": body[:int(size)].decode(), "tests.py": body[int(size):].decode()}
    own, out, write, leave, getpid = os.getpid(), os.dup(1), os.write, os._exit, os.getpid

    def report(outcome, detail=""):
        if getpid() != own:  # a child the solution forked has nothing to say
            leave(1)
        try:
            sys.stdout.flush()
        except BaseException:
            pass
        text = detail[:1000].replace("\r", "").replace("\n", "\x1f")
        write(out, b"\n" + token + b" " + outcome.encode() + b" " + text.encode("utf-8", "replace") + b"\n")
        leave(0)

    def describe(error, file=None, line=None):
        try:
            text = type(error).__name__ + (": " + str(error) if str(error) else "")
        except BaseException:
            text = type(error).__name__
        if file is None:
            return text
        lines = sources[file].split("\n")
        code = lines[line - 1].strip() if 0 < line <= len(lines) else ""
        return f"{text}\n{file}:{line}: {code}"

    def deepest(trace):
        file = line = None
        while trace is not None:
            if trace.tb_frame.f_code.co_filename in sources:
                file, line = trace.tb_frame.f_code.co_filename, trace.tb_lineno
            trace = trace.tb_next
        return file, line

    write(out, token + b" start\n")
    module = types.ModuleType("solution")
    sys.modules["solution"] = module
    for file in ("solution.py", "tests.py"):
        try:
            code = compile(sources[file], file, "exec", dont_inherit=True)
        except (SyntaxError, ValueError, RecursionError) as error:
            report("compile_error", describe(error))
        except MemoryError:
            report("out_of_memory", "MemoryError")
        try:
            exec(code, module.__dict__)
        except MemoryError:
            report("out_of_memory", "MemoryError")
        except SystemExit as error:
            if error.code in (None, 0):
                report("failed", "ended before the tests were done")
            report("runtime_error", describe(error))
        except BaseException as error:
            where, line = deepest(error.__traceback__)
            report("failed" if where == "tests.py" else "runtime_error", describe(error, where, line))
    report("passed")


main()
