namespace Farthing.Grading.Suites;

/// <summary>The suite that comes with the program, copied beside it by the build.</summary>
internal static class BundledSuite
{
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "suites", "routine");
}
