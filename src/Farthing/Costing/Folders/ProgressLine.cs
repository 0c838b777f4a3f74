using System.Globalization;

namespace Farthing.Costing.Folders;

/// <summary>One line that is written over and over, on a terminal, for work that takes longer than a moment.</summary>
internal sealed class ProgressLine(TextWriter to, bool isTerminal, string what, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(2), Between = TimeSpan.FromMilliseconds(200);

    private const int Width = 30;

    private readonly long _began = clock.GetTimestamp();
    private long? _shown;
    private int _length;

    /// <param name="all">Null while it is not known.</param>
    public void Show(int done, int? all)
    {
        if (!isTerminal || clock.GetElapsedTime(_began) < Moment || (_shown is { } last && clock.GetElapsedTime(last) < Between)) return;
        _shown = clock.GetTimestamp();
        var line = all is { } known ? Bar(done, known) : string.Create(CultureInfo.InvariantCulture, $"{done:N0} {what} found");
        to.Write("\r" + line.PadRight(_length));
        to.Flush();
        _length = line.Length;
    }

    /// <summary>What follows has the line to itself.</summary>
    public void Dispose()
    {
        if (_length == 0) return;
        to.Write("\r" + new string(' ', _length) + "\r");
        to.Flush();
        _length = 0;
    }

    private string Bar(int done, int all)
    {
        var full = all == 0 ? Width : (int)((long)Width * done / all);
        return string.Create(CultureInfo.InvariantCulture, $"[{new string('#', full)}{new string(' ', Width - full)}] {done:N0} of {all:N0} {what}");
    }
}
