namespace Farthing.Grading.Suites;

/// <summary>A suite or sample file does not say what it must. The message names the file, the line, the field and the cure.</summary>
internal sealed class SuiteFormatException : Exception
{
    public SuiteFormatException(string file, long line, string problem)
        : base($"{file}, line {line}: {problem}") { }

    public SuiteFormatException(string message)
        : base(message) { }
}
