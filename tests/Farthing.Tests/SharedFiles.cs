using Xunit;

namespace Farthing.Tests;

/// <summary>Files that lie beside the repository, or in the folder that a variable names. Tests skip without them.</summary>
internal static class SharedFiles
{
    public static string Path(string variable, string folder, string name, string what)
    {
        var path = System.IO.Path.Combine(Environment.GetEnvironmentVariable(variable) ?? System.IO.Path.Combine(Repository.Root, "..", "shared", folder), name);
        Assert.SkipUnless(File.Exists(path), $"{path} is not there; set {variable} to the folder of {what}.");
        return path;
    }
}
