using System.Buffers;
using System.Text;

namespace Farthing.Wire.Tests.Vectors;

/// <summary>Way 5: a stream that ends at any event boundary before its end is an error to the caller, in every dialect.</summary>
public sealed class TruncationTests
{
    [Theory, MemberData(nameof(Directions.All), MemberType = typeof(Directions))]
    public void A_stream_cut_at_any_event_never_ends_well(string from, string to)
    {
        var (source, target) = (Dialects.Find(from)!, Dialects.Find(to)!);
        var way = Way.Begin("5 truncation", from, to);
        foreach (var recording in Recordings.Streams(source))
        {
            var events = StreamText.Events(source, recording.StreamText!);
            var whole = Complete(source, events);
            way.Run(recording, () => AtEveryEvent(source, target, events[..whole]));
            foreach (var cut in Sample(whole)) way.Run(recording, () => At(source, target, events, cut));
        }
        way.End(atLeast: 20);
    }

    /// <summary>How many events there are before the one that ends the answer; all of them where none does.</summary>
    private static int Complete(Dialect source, List<string> events)
    {
        using var pipe = new Pipe(source, source);
        for (var i = 0; i < events.Count; i++)
        {
            pipe.Feed(events[i]);
            if (pipe.SourceEnd is null) return i;
        }
        return events.Count;
    }

    /// <summary>In one pass: at no boundary does the reader of the source, nor a reader of what was written, hold the answer to be whole.</summary>
    private static string? AtEveryEvent(Dialect source, Dialect target, List<string> events)
    {
        using var pipe = new Pipe(source, target);
        foreach (var (i, one) in events.Index())
        {
            pipe.Feed(one);
            if (pipe.SourceEnd is null) return $"cut after event {i}: the source seemed whole";
            if (pipe.TargetEnd is null) return $"cut after event {i}: what was written seemed whole";
        }
        return null;
    }

    /// <summary>Cut here, as the gateway does it: the caller gets one error, the last thing there is.</summary>
    private static string? At(Dialect source, Dialect target, List<string> events, int cut)
    {
        using var pipe = new Pipe(source, target);
        foreach (var one in events[..cut]) pipe.Feed(one);
        if (pipe.SourceEnd is not { } error) return $"cut after {cut}: the source seemed whole";
        pipe.Fail(error);
        return pipe.TargetError is { Length: > 0 } ? pipe.TargetEnd is not null ? null : $"cut after {cut}: ended well" : $"cut after {cut}: the error is not there";
    }

    /// <summary>Every boundary of a short stream, sixteen of a long one, the last three among them: this is quadratic.</summary>
    private static IEnumerable<int> Sample(int events) => events <= 16
        ? Enumerable.Range(0, events + 1)
        : Enumerable.Range(0, 13).Select(i => i * events / 13).Concat([events - 2, events - 1, events]).Distinct();

    /// <summary>A stream being read and written, and a reader of what is written.</summary>
    private sealed class Pipe(Dialect source, Dialect target) : IDisposable
    {
        private readonly IStreamReader _reader = source.ReadStream();
        private readonly IStreamReader _again = target.ReadStream();
        private readonly IStreamScanner _scanner = IStreamScanner.For(source.Framing);
        private readonly IStreamScanner _rescanner = IStreamScanner.For(target.Framing);
        private readonly ArrayBufferWriter<byte> _written = new();
        private IStreamWriter? _writer;
        private WireError? _broken;

        public WireError? SourceEnd => _broken ?? _reader.End(_ => { });

        public WireError? TargetEnd => _again.End(_ => { });

        public string? TargetError { get; private set; }

        public void Feed(string one)
        {
            if (_broken is not null) return;
            try
            {
                _scanner.Feed(Encoding.UTF8.GetBytes(one), (type, data) => _reader.Read(type, data, e =>
                {
                    Writer.Write(e);
                    Flush();
                }));
            }
            catch (WireException e)
            {
                _broken = e.Error;
                Fail(e.Error);
            }
        }

        public void Fail(WireError error)
        {
            Writer.WriteError(error);
            Flush();
        }

        public void Dispose()
        {
            _scanner.Dispose();
            _rescanner.Dispose();
        }

        private IStreamWriter Writer => _writer ??= target.WriteStream(Translate.Frame, _written);

        private void Flush()
        {
            _rescanner.Feed(_written.WrittenSpan, (type, data) => _again.Read(type, data, e =>
            {
                if (e is ReplyFailed failed) TargetError = failed.Error.Message;
            }));
            _written.ResetWrittenCount();
        }
    }
}
