using System.Buffers.Binary;
using System.Text.Json;
using static TorchSharp.torch;

namespace TrainingContainer.Training.Tests;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("safetensors-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void File_HasHeaderOffsetsAndRowMajorBytes()
    {
        using var scope = NewDisposeScope();
        var path = Path.Combine(_folder, "model.safetensors");
        var transposed = tensor(new float[] { 1, 2, 3, 4, 5, 6 }).reshape(3, 2).t();
        SafetensorsFile.Write(path, [("w", transposed), ("n", tensor(new long[] { 7 }))], new Dictionary<string, string> { ["format"] = "pt" });

        var bytes = File.ReadAllBytes(path);
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        ((8 + length) % 8).ShouldBe(0);
        using var header = JsonDocument.Parse(bytes.AsMemory(8, length));
        header.RootElement.GetProperty("__metadata__").GetProperty("format").GetString().ShouldBe("pt");
        var w = header.RootElement.GetProperty("w");
        w.GetProperty("dtype").GetString().ShouldBe("F32");
        w.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()).ShouldBe([2L, 3]);
        w.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64()).ShouldBe([0L, 24]);
        header.RootElement.GetProperty("n").GetProperty("dtype").GetString().ShouldBe("I64");

        var data = bytes.AsSpan(8 + length);
        data.Length.ShouldBe(24 + 8);
        Enumerable.Range(0, 6).Select(i => BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(8 + length + (4 * i)))).ShouldBe([1f, 3, 5, 2, 4, 6]);
        BinaryPrimitives.ReadInt64LittleEndian(data[24..]).ShouldBe(7);
    }

    [Fact]
    public void UnexpectedType_IsRefusedAndLeavesNothing()
    {
        using var complex = zeros(2, dtype: ScalarType.ComplexFloat32);
        Should.Throw<ArgumentException>(() => SafetensorsFile.Write(Path.Combine(_folder, "x"), [("c", complex)], new Dictionary<string, string>()));
        Directory.GetFiles(_folder).ShouldBeEmpty();
    }
}
