using System.Text;
using System.Text.Json;
using static TorchSharp.torch;

namespace TrainingContainer.Training.Tests;

public sealed class CheckpointFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("checkpoint-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Written_VerifiesAndGivesBackEverything()
    {
        using var scope = NewDisposeScope();
        var path = Write(out var weights);
        using var reader = CheckpointFile.OpenVerified(path, out var metadata);
        metadata.Position.ShouldBe(SomeCheckpoint.Metadata.Position);
        metadata.Settings.ShouldBe(SomeCheckpoint.Metadata.Settings);
        metadata.Threads.ShouldBe(SomeCheckpoint.Metadata.Threads);
        metadata.Data.ChangedChannels(SomeCheckpoint.Metadata.Data).ShouldBeEmpty();
        metadata.Data.ChangedRows(SomeCheckpoint.Metadata.Data).ShouldBeEmpty();
        var bytes = new byte[weights.NumberOfElements * 4];
        reader.Read(reader.Find("model.w")!, bytes);
        bytes.ShouldBe(weights.bytes.ToArray());
    }

    [Fact]
    public void EveryByte_IsCoveredByTheChecksum()
    {
        using var scope = NewDisposeScope();
        var whole = File.ReadAllBytes(Write(out _));
        var path = Path.Combine(_folder, "damaged");
        for (var at = 0; at < whole.Length; at++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[at] ^= 1;
            File.WriteAllBytes(path, damaged);
            Should.Throw<InvalidDataException>(() => CheckpointFile.OpenVerified(path, out _).Dispose(), $"byte {at}");
        }
    }

    [Fact]
    public void EveryTruncation_IsRefused()
    {
        using var scope = NewDisposeScope();
        var whole = File.ReadAllBytes(Write(out _));
        var path = Path.Combine(_folder, "short");
        for (var length = 0; length < whole.Length; length += 7)
        {
            File.WriteAllBytes(path, whole[..length]);
            Should.Throw<InvalidDataException>(() => CheckpointFile.OpenVerified(path, out _).Dispose(), $"{length} bytes");
        }
    }

    [Fact]
    public void NewerFormat_IsSaidToBeNewer()
    {
        using var scope = NewDisposeScope();
        var path = Path.Combine(_folder, "newer");
        using var buffer = new StateBuffer([("model.w", ones(3))]);
        CheckpointFile.Write(path, SomeCheckpoint.Metadata with { FormatVersion = 2 }, buffer.Regions);
        Should.Throw<InvalidDataException>(() => CheckpointFile.OpenVerified(path, out _).Dispose()).Message.ShouldContain("newer version");
    }

    [Fact]
    public void AnotherProgramsFile_IsSaidToBeNoCheckpoint()
    {
        using var scope = NewDisposeScope();
        var path = Path.Combine(_folder, "model.safetensors");
        SafetensorsFile.Write(path, [("w", ones(3))], new Dictionary<string, string> { ["format"] = "pt" });
        Should.Throw<InvalidDataException>(() => CheckpointFile.OpenVerified(path, out _).Dispose()).Message.ShouldContain("no checkpoint of this program");
    }

    [Fact]
    public void ChecksumAtAnotherPlace_IsRefused()
    {
        using var scope = NewDisposeScope();
        var path = Path.Combine(_folder, "other");
        SafetensorsFile.Write(path, [("w", ones(3))], new Dictionary<string, string> { ["checkpoint"] = SomeCheckpoint.Metadata.ToJson(), ["crc32c"] = new('0', 8) });
        Should.Throw<InvalidDataException>(() => CheckpointFile.OpenVerified(path, out _).Dispose()).Message.ShouldContain("checksum");
    }

    [Theory]
    [InlineData("\"settings\":{", "\"settings\":null,\"x\":{")]
    [InlineData("\"history\":[", "\"history\":null,\"x\":[")]
    [InlineData("\"history\":[", "\"history\":[null,")]
    [InlineData("\"data\":{", "\"data\":null,\"x\":{")]
    [InlineData("\"channels\":{", "\"channels\":{\"more\":null,")]
    [InlineData("\"classes\":[", "\"classes\":null,\"x\":[")]
    [InlineData("\"classes\":[", "\"x\":[")]
    [InlineData("\"classes\":[", "\"classes\":[null,")]
    [InlineData("\"versions\":{", "\"versions\":null,\"x\":{")]
    [InlineData("\"threads\":2", "\"threads\":null")]
    [InlineData("\"format_version\":1", "\"format_version\":\"1\"")]
    [InlineData("\"format_version\":1", "\"format_version\":1e99")]
    public void Metadata_WithNothingWhereSomethingMustBe_IsRefused(string written, string found)
    {
        var json = SomeCheckpoint.Metadata.ToJson();
        json.ShouldContain(written);
        Should.Throw<JsonException>(() => CheckpointMetadata.Parse(json.Replace(written, found, StringComparison.Ordinal)));
    }

    [Fact]
    public void Metadata_SurvivesNumbersThatJsonDoesNotKnow()
    {
        var metadata = SomeCheckpoint.Metadata with { Position = new(1, 2, 3, double.NaN, 4) };
        CheckpointMetadata.Parse(metadata.ToJson()).Position.LossSum.ShouldBe(double.NaN);
        CheckpointMetadata.Parse(metadata.ToJson().Replace("\"NaN\"", "0.1", StringComparison.Ordinal)).Position.LossSum.ShouldBe(0.1);
    }

    [Fact]
    public void Header_IsReadableWithoutThisProgram()
    {
        using var scope = NewDisposeScope();
        var text = Encoding.UTF8.GetString(File.ReadAllBytes(Write(out _)));
        text.ShouldContain("\"model.w\":{\"dtype\":\"F32\",\"shape\":[3,5]");
    }

    private string Write(out Tensor weights)
    {
        weights = randn(3, 5);
        var path = Path.Combine(_folder, "checkpoint.safetensors");
        using var buffer = new StateBuffer([("model.w", weights), ("none", zeros(0)), ("counter", tensor(7L))]);
        buffer.Copy();
        CheckpointFile.Write(path, SomeCheckpoint.Metadata, buffer.Regions).ShouldBe(new FileInfo(path).Length);
        return path;
    }
}
