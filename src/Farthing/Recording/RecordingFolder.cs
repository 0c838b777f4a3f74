using System.Globalization;
using System.Threading.Channels;

namespace Farthing.Recording;

/// <summary>
/// A folder of recordings: a file for each exchange, and INDEX.jsonl with a row for each that is whole. Only its owner can read it,
/// for prompts and answers are in it. A disk that fails or is slow costs recordings, never a call.
/// </summary>
internal sealed partial class RecordingFolder : IAsyncDisposable
{
    /// <summary>Exchanges that wait for the disk; what comes while so many do is not recorded.</summary>
    private const int MostWaiting = 64;

    private readonly Channel<Exchange> _waiting = Channel.CreateBounded<Exchange>(MostWaiting);
    private readonly string _path;
    private readonly ILogger _log;
    private readonly Task _writer;

    /// <exception cref="IOException">The folder cannot be made or written to.</exception>
    public RecordingFolder(string path, ILogger<RecordingFolder> log)
    {
        (_path, _log) = (path, log);
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
            else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            Open(Index, FileMode.Append).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"cannot record into {path}: {e.Message}. Name a folder that you can write to.", e);
        }

        _writer = Task.Run(WriteAsync);
    }

    private string Index => Path.Combine(_path, "INDEX.jsonl");

    /// <summary>Hands an exchange to the writer and returns at once.</summary>
    public void Add(Exchange exchange)
    {
        if (!_waiting.Writer.TryWrite(exchange)) NotRecorded(_log, null, _path);
    }

    /// <summary>Writes what waits, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writer;
    }

    private async Task WriteAsync()
    {
        await foreach (var exchange in _waiting.Reader.ReadAllAsync())
        {
            try
            {
                Write(exchange);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                NotRecorded(_log, e, _path);
            }
        }
    }

    private void Write(Exchange exchange)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{exchange.Began.UtcDateTime:yyyyMMdd-HHmmss-fff}-{Guid.NewGuid():N}.json");
        using (var file = Open(Path.Combine(_path, name), FileMode.CreateNew)) file.Write(exchange.File());
        if (!exchange.IsWhole) return;
        using var index = Open(Index, FileMode.Append);
        index.Write([.. exchange.Row(name), (byte)'\n']);
    }

    private static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    [LoggerMessage(LogLevel.Warning, "A call could not be recorded in {Folder}")]
    private static partial void NotRecorded(ILogger log, Exception? e, string folder);
}
