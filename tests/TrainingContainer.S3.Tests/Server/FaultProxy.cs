using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TrainingContainer.S3.Tests.Server;

/// <summary>Stands between the program and a server, passes requests on one by one, and does to an answer what a test asks for.</summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Uri _server;
    private readonly Task _accepting;

    /// <summary>Listens.</summary>
    /// <param name="server">Where requests go.</param>
    public FaultProxy(Uri server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    /// <summary>First lines of all requests: <c>GET /bucket/key?partNumber=1 HTTP/1.1</c>.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>Is asked for each request: its first line, and which request of this line it is, from 1.</summary>
    public Func<string, int, Fault> Choose { get; set; } = (_, _) => Fault.None;

    /// <summary>Ends all connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // the end
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                while (await ReadAsync(stream, _end.Token) is var (head, body))
                {
                    var line = head[..head.IndexOf('\r')];
                    var fault = Choose(line, Record(line));
                    if (!await AnswerAsync(client, stream, fault, head, body))
                        return;
                }
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or SocketException)
            {
                // the other side has gone, or the test is over
            }
        }
    }

    /// <summary>Which request of this line it is, from 1: each number once, however many arrive together.</summary>
    private int Record(string line)
    {
        lock (Requests)
        {
            Requests.Enqueue(line);
            return Requests.Count(request => request == line);
        }
    }

    /// <returns>Whether the connection goes on.</returns>
    private async Task<bool> AnswerAsync(TcpClient client, NetworkStream stream, Fault fault, string head, byte[] body)
    {
        if (fault.Kind == FaultKind.Hang)
        {
            await Task.Delay(Timeout.Infinite, _end.Token);
            return false;
        }
        if (fault.Kind == FaultKind.Refuse)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(
                $"HTTP/1.1 {fault.Status} X\r\nContent-Type: application/xml\r\n{fault.Headers}Content-Length: {Encoding.UTF8.GetByteCount(fault.Body)}\r\n\r\n{(head.StartsWith("HEAD", StringComparison.Ordinal) ? "" : fault.Body)}"), _end.Token);
            return true;
        }
        var (answerHead, answer) = await ForwardAsync(head, body);
        switch (fault.Kind)
        {
            case FaultKind.Reset:
                await stream.WriteAsync(Encoding.ASCII.GetBytes(answerHead), _end.Token);
                await stream.WriteAsync(answer.AsMemory(0, answer.Length / 2), _end.Token);
                client.LingerState = new LingerOption(true, 0);
                return false;
            case FaultKind.LoseAnswer:
                client.LingerState = new LingerOption(true, 0);
                return false;
            case FaultKind.Short:
                // it says that all was sent
                await WriteAsync(stream, WithLength(answerHead, answer.Length - 1), answer.AsMemory(0, answer.Length - 1));
                return true;
            case FaultKind.CutOff:
                await WriteAsync(stream, answerHead, answer.AsMemory(0, answer.Length - 1));
                return false;
            case FaultKind.Flip:
                answer[answer.Length / 2] ^= 1;
                await WriteAsync(stream, answerHead, answer);
                return true;
            case FaultKind.Trickle:
                await stream.WriteAsync(Encoding.ASCII.GetBytes(answerHead), _end.Token);
                foreach (var piece in answer)
                {
                    await stream.WriteAsync(new[] { piece }, _end.Token);
                    await Task.Delay(100, _end.Token);
                }
                return false;
            default:
                await WriteAsync(stream, answerHead, answer);
                return true;
        }
    }

    private async Task WriteAsync(NetworkStream stream, string head, ReadOnlyMemory<byte> body)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), _end.Token);
        await stream.WriteAsync(body, _end.Token);
    }

    private async Task<(string Head, byte[] Body)> ForwardAsync(string head, byte[] body)
    {
        using var server = new TcpClient();
        await server.ConnectAsync(_server.Host, _server.Port, _end.Token);
        var stream = server.GetStream();
        var lines = head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Where(line => !Is(line, "Connection") && !Is(line, "Expect"));
        await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Join("\r\n", lines) + "\r\nConnection: close\r\n\r\n"), _end.Token);
        await stream.WriteAsync(body, _end.Token);
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, _end.Token);
        var bytes = all.ToArray();
        var end = bytes.AsSpan().IndexOf(EndOfHead) + EndOfHead.Length;
        var answerHead = Encoding.ASCII.GetString(bytes.AsSpan(0, end));
        var kept = answerHead.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Where(line => !Is(line, "Connection"));
        return (string.Join("\r\n", kept) + "\r\n\r\n", bytes[end..]);
    }

    private static async Task<(string Head, byte[] Body)?> ReadAsync(NetworkStream stream, CancellationToken stop)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (head.Count < 4 || !head.TakeLast(4).SequenceEqual(EndOfHead))
        {
            if (await stream.ReadAsync(one, stop) == 0)
                return null;
            head.Add(one[0]);
        }
        var text = Encoding.ASCII.GetString([.. head]);
        if (text.Split("\r\n").Any(line => Is(line, "Expect")))
            await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), stop);
        var length = text.Split("\r\n").FirstOrDefault(line => Is(line, "Content-Length")) is { } found ? int.Parse(found.Split(':')[1].Trim(), System.Globalization.CultureInfo.InvariantCulture) : 0;
        var body = new byte[length];
        await stream.ReadExactlyAsync(body, stop);
        return (text, body);
    }

    private static string WithLength(string head, int length) =>
        string.Join("\r\n", head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(line => Is(line, "Content-Length") ? $"Content-Length: {length}" : line)) + "\r\n\r\n";

    private static bool Is(string line, string header) => line.StartsWith($"{header}:", StringComparison.OrdinalIgnoreCase);
}
