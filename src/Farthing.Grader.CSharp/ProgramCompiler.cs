using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Farthing.Grader.CSharp;

/// <summary>Compiles one program in memory. No analyzers, no generators, no project file: nothing of the program runs here.</summary>
internal sealed class ProgramCompiler
{
    private const string GlobalUsings =
        """
        global using System;
        global using System.Collections;
        global using System.Collections.Concurrent;
        global using System.Collections.Generic;
        global using System.Globalization;
        global using System.IO;
        global using System.Linq;
        global using System.Text;
        global using System.Text.Json;
        global using System.Text.RegularExpressions;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Farthing.Checks;
        """;

    private static readonly CSharpParseOptions Parse = new(LanguageVersion.Latest, DocumentationMode.None);
    private readonly ImmutableArray<MetadataReference> _references = References();
    private readonly ImmutableArray<SyntaxTree> _ownTrees = [Tree("Usings.cs", GlobalUsings), Tree("Check.cs", CheckSource())];

    /// <param name="own">Our own format: solution and tests with <c>Check</c> and the usual usings; otherwise mxeval: one whole program.</param>
    public (byte[]? Dll, string Diagnostics) Compile(bool own, IReadOnlyList<string> sources)
    {
        string[] names = own ? ["solution.cs", "tests.cs"] : ["program.cs"];
        var trees = sources.Zip(names, (source, name) => Tree(name, source));
        var compilation = CSharpCompilation.Create(
            "Sample",
            own ? _ownTrees.AddRange(trees) : trees,
            _references,
            new CSharpCompilationOptions(
                OutputKind.ConsoleApplication,
                mainTypeName: own ? "Tests" : null,
                optimizationLevel: OptimizationLevel.Release,
                concurrentBuild: false,
                nullableContextOptions: own ? NullableContextOptions.Annotations : NullableContextOptions.Disable));
        using var dll = new MemoryStream();
        var result = compilation.Emit(dll);
        return result.Success ? (dll.ToArray(), "") : (null, Describe(result.Diagnostics));
    }

    private static SyntaxTree Tree(string name, string source) => CSharpSyntaxTree.ParseText(SourceText.From(source), Parse, name);

    private static string Describe(IEnumerable<Diagnostic> diagnostics) =>
        string.Join('\n', diagnostics
            .Where(d => d.Severity == DiagnosticSeverity.Error)
            .OrderBy(d => d.Location.SourceTree?.FilePath == "tests.cs") // what is wrong with the solution comes first
            .ThenBy(d => d.Location.SourceSpan.Start)
            .Take(3)
            .Select(d => $"{d.Location.SourceTree?.FilePath}:{d.Location.GetLineSpan().StartLinePosition.Line + 1}: {d.Id}: {d.GetMessage(CultureInfo.InvariantCulture)}"));

    /// <summary>The runtime's own assemblies, and the comparison library that the mxeval tests use.</summary>
    private static ImmutableArray<MetadataReference> References()
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return
        [
            .. Directory.EnumerateFiles(framework, "*.dll")
                .Where(f => Path.GetFileName(f) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "mscorlib.dll" or "netstandard.dll" or "Microsoft.CSharp.dll" or "Microsoft.Win32.Primitives.dll"))
                .Where(f => !f.EndsWith(".Native.dll", StringComparison.Ordinal))
                .Select(f => MetadataReference.CreateFromFile(f)),
            MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, "KellermanSoftware.Compare-NET-Objects.dll")),
        ];
    }

    private static string CheckSource()
    {
        using var reader = new StreamReader(typeof(ProgramCompiler).Assembly.GetManifestResourceStream("Check.cs")!);
        return reader.ReadToEnd();
    }
}
