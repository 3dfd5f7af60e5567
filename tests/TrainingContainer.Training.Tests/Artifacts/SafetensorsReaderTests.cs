using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.torch;

namespace TrainingContainer.Training.Tests;

public sealed class SafetensorsReaderTests : IDisposable
{
    private const string OneTensor = """{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("safetensors-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Reader_GivesBackWhatWasWritten()
    {
        using var scope = NewDisposeScope();
        var weights = tensor(new float[] { 1, -2, 3.5f, 4, 5, float.NaN }).reshape(3, 2);
        var path = Path.Combine(_folder, "x");
        SafetensorsFile.Write(path, [("w", weights), ("none", zeros(0, 3)), ("n", tensor(new long[] { 7, 8 })), ("scalar", tensor(2.5))], new Dictionary<string, string> { ["k"] = "v" });

        using var reader = SafetensorsReader.Open(path);
        reader.Metadata["k"].ShouldBe("v");
        reader.Tensors.Select(entry => entry.Name).ShouldBe(["w", "none", "n", "scalar"], ignoreOrder: true);
        var w = reader.Find("w")!;
        (w.Type, w.Length).ShouldBe((ScalarType.Float32, 24L));
        w.Shape.ShouldBe([3L, 2]);
        var bytes = new byte[24];
        reader.Read(w, bytes);
        bytes.ShouldBe(weights.bytes.ToArray());
        using var parameter = new TorchSharp.Modules.Parameter(zeros(3, 2));
        reader.Read(w, parameter);
        parameter.bytes.ToArray().ShouldBe(bytes);
        var numbers = zeros(2, dtype: ScalarType.Int64);
        reader.Read(reader.Find("n")!, numbers);
        MemoryMarshal.Cast<byte, long>(numbers.bytes).ToArray().ShouldBe([7L, 8]);
        reader.Read(reader.Find("none")!, zeros(0, 3));
        var scalar = zeros([], dtype: ScalarType.Float64);
        reader.Read(reader.Find("scalar")!, scalar);
        scalar.item<double>().ShouldBe(2.5);
        reader.Find("absent").ShouldBeNull();
    }

    [Fact]
    public async Task NamedPipe_IsRefusedWithoutWaitingForAWriter()
    {
        var path = Path.Combine(_folder, "pipe");
        using (var make = Process.Start("mkfifo", path))
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        var opening = Task.Run(() => Should.Throw<InvalidDataException>(() => SafetensorsReader.Open(path).Dispose()), TestContext.Current.CancellationToken);
        (await opening.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).Message.ShouldContain("found a FIFO");
    }

    [Fact]
    public void OtherShapeOrType_IsRefused()
    {
        using var scope = NewDisposeScope();
        using var reader = SafetensorsReader.Open(Raw(OneTensor, 8));
        Should.Throw<ArgumentException>(() => reader.Read(reader.Tensors[0], zeros(3))).Message.ShouldContain("[2]");
        Should.Throw<ArgumentException>(() => reader.Read(reader.Tensors[0], zeros(2, dtype: ScalarType.Int64)));
        Should.Throw<ArgumentOutOfRangeException>(() => reader.Read(reader.Tensors[0], new byte[7]));
    }

    [Fact]
    public void HeaderInAnotherOrderThanTheBytes_IsRead()
    {
        var path = Raw("""{"b":{"dtype":"U8","shape":[1],"data_offsets":[2,3]},"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", 3);
        using var reader = SafetensorsReader.Open(path);
        reader.Tensors.Select(entry => entry.Name).ShouldBe(["a", "b"]);
        var last = new byte[1];
        reader.Read(reader.Find("b")!, last);
        last[0].ShouldBe((byte)2);
    }

    [Theory]
    [InlineData(OneTensor, 7, "cut short")]
    [InlineData(OneTensor, 9, "appended")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,9]}}""", 9, "8 bytes apart")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", 8, "8 bytes apart")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8,8]}}""", 8, "8 bytes apart")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""", 16, "gaps")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}""", 3, "overlap")]
    [InlineData("""{"w":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"w":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", 2, "twice")]
    [InlineData("""{"w":{"dtype":"C64","shape":[1],"data_offsets":[0,8]}}""", 8, "C64")]
    [InlineData("""{"w":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8, "negative")]
    [InlineData("""{"w":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}""", 8, "can't be read")]
    [InlineData("""{"w":{"dtype":"F32","shape":"x","data_offsets":[0,8]}}""", 8, "can't be read")]
    [InlineData("""{"w":{"shape":[2],"data_offsets":[0,8]}}""", 8, "can't be read")]
    [InlineData("""{"__metadata__":{"k":1}}""", 0, "can't be read")]
    [InlineData("""{"__metadata__":{"k":null}}""", 0, "no text")]
    [InlineData("[]", 0, "no JSON object")]
    [InlineData("{", 0, "can't be read")]
    public void Damage_IsToldWithTheFile(string header, int dataBytes, string reason)
    {
        var path = Raw(header, dataBytes);
        var message = Should.Throw<InvalidDataException>(() => SafetensorsReader.Open(path).Dispose()).Message;
        message.ShouldStartWith(path);
        message.ShouldContain(reason);
    }

    [Fact]
    public void LengthBeyondTheFile_IsNoAllocation()
    {
        foreach (var length in new ulong[] { ulong.MaxValue, long.MaxValue, (ulong)SafetensorsReader.HeaderBytesMax, 1 })
        {
            var path = Path.Combine(_folder, $"{length}");
            var bytes = new byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
            File.WriteAllBytes(path, bytes);
            Should.Throw<InvalidDataException>(() => SafetensorsReader.Open(path).Dispose()).Message.ShouldContain("header");
        }
        File.WriteAllBytes(Path.Combine(_folder, "short"), new byte[7]);
        Should.Throw<InvalidDataException>(() => SafetensorsReader.Open(Path.Combine(_folder, "short")).Dispose());
        Should.Throw<FileNotFoundException>(() => SafetensorsReader.Open(Path.Combine(_folder, "missing")).Dispose());
    }

    /// <summary>A file of this header and so many bytes 0, 1, 2, …</summary>
    private string Raw(string header, int dataBytes)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var bytes = new byte[8 + text.Length + dataBytes];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, text.Length);
        text.CopyTo(bytes, 8);
        for (var i = 0; i < dataBytes; i++)
            bytes[8 + text.Length + i] = (byte)i;
        var path = Path.Combine(_folder, Path.GetRandomFileName());
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
