using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;

namespace TrainingContainer.S3.Tests.Server;

/// <summary>moto's server of S3 on this machine, which scripts/setup.sh --tests provides; it ends with the tests, however they end.</summary>
public sealed class MotoServer : IAsyncLifetime
{
    /// <summary>Why tests are skipped where there is none.</summary>
    public const string SkipReason = "there is no moto 5.2.1 here: scripts/setup.sh --tests installs it";

    /// <summary>The smallest part of an upload, the last one aside.</summary>
    public const int PartBytesMin = 64 << 10;

    /// <summary>Objects of a page.</summary>
    public const int PageSize = 50;

    private static readonly TimeSpan StartTimeMax = TimeSpan.FromSeconds(60);

    // ends when its standard input does, which the kernel closes with the test process
    private const string Program = """
        import os, sys, threading
        threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
        from moto.server import main
        main(["-H", "127.0.0.1", "-p", sys.argv[1]])
        """;

    private static readonly string PythonFile = Path.Combine(
        typeof(MotoServer).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepositoryRoot").Value!, "artifacts", "moto", "python");

    private Process? _process;
    private int _bucket;

    /// <summary>Whether there is none.</summary>
    public static bool IsMissing => !File.Exists(PythonFile);

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Starts it.</summary>
    public async ValueTask InitializeAsync()
    {
        if (IsMissing)
            return;
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Address = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/");
        }
        var start = new ProcessStartInfo(File.ReadAllText(PythonFile).Trim(), ["-c", Program, $"{Address.Port}"])
        { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        // small parts and pages make short tests
        start.Environment["S3_UPLOAD_PART_MIN_SIZE"] = $"{PartBytesMin}";
        start.Environment["MOTO_S3_DEFAULT_MAX_KEYS"] = $"{PageSize}";
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        using var limit = new CancellationTokenSource(StartTimeMax);
        using var client = new HttpClient();
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync(Address, limit.Token);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50, limit.Token);
            }
        }
    }

    /// <summary>Makes a bucket with a name of its own.</summary>
    public async Task<string> NewBucket()
    {
        var name = $"bucket-{Interlocked.Increment(ref _bucket)}";
        using var client = new HttpClient();
        using var answer = await client.PutAsync(new Uri(Address, name), null);
        answer.EnsureSuccessStatusCode();
        return name;
    }

    /// <summary>The environment of a program that is to use it, or a proxy before it.</summary>
    public static IReadOnlyDictionary<string, string> Variables(Uri address) => new Dictionary<string, string>
    {
        ["AWS_ENDPOINT_URL_S3"] = address.ToString(), ["AWS_REGION"] = "eu-central-1", ["AWS_EC2_METADATA_DISABLED"] = "true",
        ["AWS_ACCESS_KEY_ID"] = "test-key-id", ["AWS_SECRET_ACCESS_KEY"] = "test-secret-key", ["AWS_CONFIG_FILE"] = "/dev/null", ["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null",
    };

    /// <summary>Ends it.</summary>
    public ValueTask DisposeAsync()
    {
        if (_process is null)
            return ValueTask.CompletedTask;
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
            _process.Kill();
        _process.Dispose();
        return ValueTask.CompletedTask;
    }
}
