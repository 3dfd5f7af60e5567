using System.Globalization;

namespace EndToEnd;

/// <summary>
/// A few bytes can describe very large rows: the error reports the memory they need, and the program does not allocate it.
/// </summary>
public sealed class MemoryTests
{
    /// <summary>The program and libtorch themselves take 100 to 200 MB; all rows would take 1 GB, twice.</summary>
    private const long PeakBytesMax = 700L << 20;

    [Theory]
    [InlineData("validate", 1)]
    [InlineData("train", 1)]
    public void SparseRowsOfGigabytes_AreRefusedWithoutBeingMade(string command, int exitCode)
    {
        using var job = new Job().Channel("train", SparseRecords(64, 1 << 22), "application/x-recordio-protobuf");
        job.Hyperparameters(("hidden_layers", "[2]"), ("memory_budget", "1MB"), ("validation_fraction", "0"), ("batch_size", "32"), ("threads", "1"));
        var (found, log, peak) = Run(job, command);
        found.ShouldBe(exitCode, log);
        log.ShouldContain("found rows of 4194304 features, of which 3 batches of 32 take 1611 MB");
        peak.ShouldBeLessThan(PeakBytesMax);
    }

    /// <summary>Records of one number among many: {"values": {keys: [k], values: [1.5], shape: [width]}}, label k mod 2.</summary>
    private static byte[] SparseRecords(int count, int width)
    {
        var stream = new MemoryStream();
        for (var k = 0; k < count; k++)
        {
            byte[] tensor = [.. Field(1, [0, 0, 0xC0, 0x3F]), .. Field(2, Number(k)), .. Field(3, Number(width))];
            byte[] label = Field(1, BitConverter.GetBytes((float)(k % 2)));
            byte[] record = [.. Entry(1, tensor), .. Entry(2, label)];
            stream.Write(BitConverter.GetBytes(0xCED7230Au));
            stream.Write(BitConverter.GetBytes(record.Length));
            stream.Write(record);
            stream.Write(new byte[(4 - (record.Length % 4)) % 4]);
        }
        return stream.ToArray();
    }

    // a map's entry "values" with a float32 tensor
    private static byte[] Entry(int field, byte[] tensor) => Field(field, [.. Field(1, "values"u8.ToArray()), .. Field(2, Field(2, tensor))]);

    private static byte[] Field(int field, byte[] bytes) => [.. Number((field << 3) | 2), .. Number(bytes.Length), .. bytes];

    private static byte[] Number(int value)
    {
        var bytes = new List<byte>();
        for (; value > 127; value >>= 7)
            bytes.Add((byte)(value | 128));
        bytes.Add((byte)value);
        return [.. bytes];
    }

    private static (int ExitCode, string Log, long PeakBytes) Run(Job job, string command)
    {
        const string measure = """
            import resource, subprocess, sys
            code = subprocess.run(sys.argv[1:]).returncode
            print(f"peak {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss}")
            sys.exit(code)
            """;
        var (exitCode, log) = Namespace.Run(job, [], $"exec python3 -c '{measure}' \"$PROGRAM\" {command}");
        var peak = log.Split('\n').Single(line => line.StartsWith("peak ", StringComparison.Ordinal))["peak ".Length..];
        return (exitCode, log, long.Parse(peak, CultureInfo.InvariantCulture) << 10);
    }
}
