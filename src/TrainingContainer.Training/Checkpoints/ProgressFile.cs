using System.Text.Json;

namespace TrainingContainer.Training;

/// <summary>
/// A rank's heartbeat in the checkpoint folder, progress-rank0.json: how far the attempt was and where its time went. It is newer than the
/// newest checkpoint, and so tells the next attempt how much work an interruption cost. A failure to write it stops nothing.
/// </summary>
/// <param name="folder">The checkpoint folder.</param>
/// <param name="rank">Of this host.</param>
/// <param name="time">Only its timestamps are used.</param>
/// <param name="warn">Is told, on the training thread, of the first failure.</param>
internal sealed class ProgressFile(string folder, int rank, TimeProvider time, Action<string> warn) : IDisposable
{
    /// <summary>The least time between two writes.</summary>
    public static readonly TimeSpan IntervalMin = TimeSpan.FromSeconds(10);

    /// <summary>The longest wait for a write that is under way at the end.</summary>
    public static readonly TimeSpan WriteTimeMax = TimeSpan.FromSeconds(5);

    private const int BytesMax = 4096;

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, MaxDepth = 4 };

    private readonly string _path = Path.Combine(folder, NameOf(rank));
    private readonly long _interval = (long)(IntervalMin.TotalSeconds * time.TimestampFrequency);
    private long _due = time.GetTimestamp();
    private Task? _write;
    private bool _warned;

    /// <summary>A rank's file name.</summary>
    public static string NameOf(int rank) => FormattableString.Invariant($"progress-rank{rank}.json");

    /// <summary>What an earlier attempt left; null when nothing is there that can be read.</summary>
    /// <param name="folder">The checkpoint folder.</param>
    /// <param name="rank">Of this host.</param>
    public static GoodputRecord? Read(string folder, int rank)
    {
        try
        {
            // a link leads elsewhere, and a pipe, which has no length, would be waited for
            var file = new FileInfo(Path.Combine(folder, NameOf(rank)));
            if (!file.Exists || file.Length is 0 or > BytesMax || file.LinkTarget is not null)
                return null;
            Span<byte> bytes = stackalloc byte[BytesMax];
            using var stream = file.OpenRead();
            return JsonSerializer.Deserialize<GoodputRecord>(bytes[..stream.ReadAtLeast(bytes, BytesMax, throwOnEndOfStream: false)], Json);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes it if that is due, on a thread of the pool. Called after every step: otherwise it takes a timestamp and nothing more.</summary>
    /// <param name="goodput">Where the time went.</param>
    /// <param name="step">Optimizer steps done.</param>
    public void Tell(Goodput goodput, long step)
    {
        var now = time.GetTimestamp();
        if (now < _due || _write is { IsCompleted: false })
            return;
        _due = now + _interval;
        WarnOnce();
        _write = Written(goodput.Record(step));
    }

    /// <summary>Waits, not for long, for a write that is under way.</summary>
    public void Dispose()
    {
        if (_write is null)
            return;
        _ = ((IAsyncResult)_write).AsyncWaitHandle.WaitOne(WriteTimeMax);
        WarnOnce();
    }

    // apart, so that only a write makes the object that a lambda captures in
    private Task Written(GoodputRecord record) => Task.Run(() => WholeFile.Write(_path, stream => JsonSerializer.Serialize(stream, record, Json)));

    private void WarnOnce()
    {
        if (_warned || _write?.Exception?.InnerException is not { } failure)
            return;
        _warned = true;
        warn($"{_path} can't be written: {failure.Message}. After an interruption it will not be known how much work was lost");
    }
}
