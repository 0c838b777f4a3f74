using System.Buffers.Binary;
using System.Text;

namespace Farthing.Grader.CSharp;

/// <summary>
/// Answers compile requests until stdin ends. Request: int32 byte length of the rest, one byte form (0 mxeval, 1 own), int32 number of
/// sources, each with its int32 byte length. Answer: one byte (1 a DLL follows, 0 diagnostics follow), int32 byte length, bytes.
/// Integers are little-endian.
/// </summary>
internal static class CompileLoop
{
    public static int Run(Stream input, Stream output)
    {
        using var reader = new BinaryReader(input);
        var compiler = new ProgramCompiler();
        var head = new byte[5];
        while (input.ReadAtLeast(head.AsSpan(0, 4), 4, throwOnEndOfStream: false) == 4)
        {
            var own = reader.ReadByte() == 1;
            var sources = new string[reader.ReadInt32()];
            for (var i = 0; i < sources.Length; i++)
                sources[i] = Encoding.UTF8.GetString(reader.ReadBytes(reader.ReadInt32()));

            var (dll, diagnostics) = compiler.Compile(own, sources);
            var body = dll ?? Encoding.UTF8.GetBytes(diagnostics);
            head[0] = (byte)(dll is null ? 0 : 1);
            BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(1), body.Length);
            output.Write(head);
            output.Write(body);
            output.Flush();
        }
        return 0;
    }
}
