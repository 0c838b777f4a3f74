using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Farthing.Comparison.Runs;

/// <summary>A file of JSON lines that only grows. Each line is on the disk when <see cref="Append"/> returns; a line that a crash cut is dropped.</summary>
internal sealed class AppendFile<T> : IDisposable
{
    private readonly Lock _lock = new();
    private readonly FileStream _file;
    private readonly JsonTypeInfo<T> _type;
    private readonly bool _durable;

    /// <param name="durable">Wait for the disk: for lines that cost money to get again.</param>
    /// <exception cref="IOException">The file cannot be opened, or holds a line that is not one of ours.</exception>
    public AppendFile(string path, JsonTypeInfo<T> type, bool durable)
    {
        (_type, _durable) = (type, durable);
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        Earlier = Load(path);
    }

    /// <summary>The lines that were there when the file was opened.</summary>
    public IReadOnlyList<T> Earlier { get; }

    public void Append(T record)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(record, _type);
        lock (_lock)
        {
            _file.Write([.. line, (byte)'\n']);
            _file.Flush(flushToDisk: _durable);
        }
    }

    public void Dispose() => _file.Dispose();

    private List<T> Load(string path)
    {
        var bytes = new byte[_file.Length];
        _file.ReadExactly(bytes);
        var whole = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        _file.SetLength(whole);
        _file.Seek(0, SeekOrigin.End);

        var records = new List<T>();
        var number = 0;
        foreach (var range in bytes.AsSpan(0, whole).Split((byte)'\n'))
        {
            number++;
            var line = bytes.AsSpan(range);
            if (line.IsEmpty) continue;
            try
            {
                records.Add(JsonSerializer.Deserialize(line, _type) ?? throw new JsonException("it is null"));
            }
            catch (JsonException e)
            {
                throw new IOException($"{path}, line {number} is not a line that a run wrote ({e.Message}); move the run's folder away to start it anew", e);
            }
        }

        return records;
    }
}
