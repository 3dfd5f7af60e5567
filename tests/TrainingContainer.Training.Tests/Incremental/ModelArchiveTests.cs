using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace TrainingContainer.Training.Tests;

public sealed class ModelArchiveTests : IDisposable
{
    private const string Json = "model.json";
    private const string Weights = "model.safetensors";

    private readonly string _base = Directory.CreateTempSubdirectory("archive-").FullName;

    private string Folder => Path.Combine(_base, "inside", "folder");

    public void Dispose() => Directory.Delete(_base, recursive: true);

    private void Unpack(byte[] archive)
    {
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
        Directory.CreateDirectory(Folder);
        File.WriteAllBytes(Path.Combine(_base, "model.tar.gz"), archive);
        ModelArchive.Unpack(Path.Combine(_base, "model.tar.gz"), Folder, TestContext.Current.CancellationToken);
    }

    private string Refused(byte[] archive)
    {
        var message = Should.Throw<InvalidDataException>(() => Unpack(archive)).Message;
        NothingElseIsWritten();
        return message;
    }

    private void NothingElseIsWritten() =>
        Directory.GetFiles(_base, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_base, file))
            .ShouldBeSubsetOf(["model.tar.gz", $"inside/folder/{Json}", $"inside/folder/{Weights}"]);

    private static PaxTarEntry[] Good() => [Archive.File(Json, "{}"u8.ToArray()), Archive.File(Weights, [1, 2, 3])];

    [Fact]
    public void ModelsFilesAreTaken_OthersAreNot()
    {
        Unpack(Archive.Of([new PaxTarEntry(TarEntryType.Directory, "./"), Archive.File("./code/inference.py", [9]), Archive.File($"./{Weights}", [1, 2, 3]), Archive.File($".//{Json}", "{}"u8.ToArray())]));
        File.ReadAllBytes(Path.Combine(Folder, Weights)).ShouldBe([1, 2, 3]);
        File.ReadAllText(Path.Combine(Folder, Json)).ShouldBe("{}");
        NothingElseIsWritten();
    }

    [Fact]
    public void AttributesForAllEntries_AreNoFile()
    {
        Unpack(Archive.Of([new PaxGlobalExtendedAttributesTarEntry(new Dictionary<string, string> { ["comment"] = "made by hand" }), .. Good()]));
        NothingElseIsWritten();
    }

    [Theory]
    [InlineData("v7")]
    [InlineData("ustar")]
    [InlineData("gnu")]
    [InlineData("posix")]
    public void EveryFormatThatTarWrites_IsRead(string format)
    {
        var source = Directory.CreateDirectory(Path.Combine(_base, "inside", "source")).FullName;
        File.WriteAllText(Path.Combine(source, Json), "{}");
        File.WriteAllBytes(Path.Combine(source, Weights), new byte[5_000]);
        var path = Path.Combine(_base, "inside", "made.tar.gz");
        using (var process = System.Diagnostics.Process.Start("tar", ["-C", source, $"--format={format}", "-czf", path, "."]))
        {
            process.WaitForExit();
            process.ExitCode.ShouldBe(0);
        }
        Unpack(File.ReadAllBytes(path));
        File.ReadAllText(Path.Combine(Folder, Json)).ShouldBe("{}");
        new FileInfo(Path.Combine(Folder, Weights)).Length.ShouldBe(5_000);
    }

    [Fact]
    public void EmptyFile_IsTakenAsItIs()
    {
        Unpack(Archive.Of(Archive.File(Json, []), Archive.File(Weights, [])));
        new FileInfo(Path.Combine(Folder, Weights)).Length.ShouldBe(0);
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("/tmp/evil-of-an-archive")]
    [InlineData("a/../../evil")]
    [InlineData("../../folder/model.json")]
    [InlineData("./..")]
    public void NameThatLeadsOut_IsRefused(string name)
    {
        Refused(Archive.Of([.. Good(), Archive.File(name, [1])])).ShouldContain("leads out");
        File.Exists("/tmp/evil-of-an-archive").ShouldBeFalse();
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink, "model.json", "/etc/passwd")]
    [InlineData(TarEntryType.SymbolicLink, "folder", "/tmp")]
    [InlineData(TarEntryType.HardLink, "model.safetensors", "model.json")]
    public void Link_IsRefusedWithItsTarget(TarEntryType type, string name, string target)
    {
        var message = Refused(Archive.Of([Archive.Link(type, name, target), .. Good()]));
        message.ShouldContain($"\"{name}\"");
        message.ShouldContain($"a link to \"{target}\"");
    }

    [Theory]
    [InlineData(TarEntryType.Fifo)]
    [InlineData(TarEntryType.CharacterDevice)]
    [InlineData(TarEntryType.BlockDevice)]
    public void Device_IsRefused(TarEntryType type) =>
        Refused(Archive.Of([new PaxTarEntry(type, Json), .. Good()])).ShouldContain(type.ToString());

    [Fact]
    public void FileGivenTwice_IsRefused() => Refused(Archive.Of([.. Good(), Archive.File($"./{Json}", [1])])).ShouldContain("model.json twice");

    [Fact]
    public void MissingFile_IsToldWithWhatIsThere()
    {
        var message = Refused(Archive.Of(Archive.File(Json, [1]), Archive.File("model.pt", [1]), Archive.File("deeper/model.safetensors", [1])));
        message.ShouldContain("found model.json, model.pt, deeper/model.safetensors, expected model.safetensors at the top");
        Refused(Archive.Of(new PaxTarEntry(TarEntryType.Directory, "1/"))).ShouldContain("found 1/, expected");
    }

    [Fact]
    public void NameWithControlCharacters_IsShownWithoutThem() =>
        Refused(Archive.Of(Archive.File("a\u001b[31m\nb", [1]))).ShouldNotContain("\u001b");

    [Fact]
    public void TooManyEntries_AreRefused() =>
        Refused(Archive.Of([.. Enumerable.Range(0, TarArchive.EntriesMax).Select(i => Archive.File($"f{i}", [])), .. Good()])).ShouldContain("more than 10000 entries");

    [Theory]
    [InlineData(Weights)]
    [InlineData("padding")]
    public void ArchiveThatUnpacksToMuchMoreThanItself_IsRefused(string name)
    {
        // 80 MiB of zeros are 80 KiB packed
        var message = Refused(Archive.Of(Archive.File(Json, [1]), Archive.File(name, new byte[80 << 20])));
        message.ShouldContain($"found more than {TarArchive.BytesAlways} bytes");
    }

    [Fact]
    public void ArchiveWithinTheAllowance_IsUnpackedWhateverItsRatio()
    {
        Unpack(Archive.Of(Archive.File(Json, [1]), Archive.File(Weights, new byte[60 << 20])));
        new FileInfo(Path.Combine(Folder, Weights)).Length.ShouldBe(60 << 20);
    }

    [Fact]
    public void Truncation_IsRefusedUnlessNothingOfTheFilesIsMissing()
    {
        var whole = Archive.Of(Archive.File(Json, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 200)))), Archive.File(Weights, Enumerable.Range(0, 3_000).Select(i => (byte)(i * i)).ToArray()));
        Unpack(whole);
        var weights = File.ReadAllBytes(Path.Combine(Folder, Weights));
        for (var length = 0; length < whole.Length - 64; length += 41)
            Refused(whole[..length]).ShouldContain("found", customMessage: $"after {length} bytes");
        for (var length = whole.Length - 64; length < whole.Length; length++)
        {
            if (Record.Exception(() => Unpack(whole[..length])) is { } exception)
                exception.ShouldBeOfType<InvalidDataException>();
            else
                File.ReadAllBytes(Path.Combine(Folder, Weights)).ShouldBe(weights);
        }
    }

    [Fact]
    public void WrongChecksum_IsRefused()
    {
        var archive = Archive.Of(Good());
        archive[^6] ^= 1;
        Refused(archive).ShouldContain("damaged");
    }

    [Fact]
    public void NoArchiveAtAll_IsRefused()
    {
        Refused("this is no archive"u8.ToArray()).ShouldContain("found");
        Refused([]).ShouldContain("found");
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(Encoding.ASCII.GetBytes(new string('x', 5_000)));
        Refused(packed.ToArray()).ShouldContain("damaged");
    }

    [Fact]
    public void RandomDamage_IsRefusedOrHarmless()
    {
        var (json, weights) = (Encoding.UTF8.GetBytes("{\"a\":1}"), Enumerable.Range(0, 2_000).Select(i => (byte)(i * 7 % 251)).ToArray());
        using var plain = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(Archive.Of(Archive.File(Json, json), Archive.File(Weights, weights))), CompressionMode.Decompress))
            gzip.CopyTo(plain);
        var (refused, unpacked) = (0, 0);
        var random = new Random(4);
        for (var round = 0; round < 1_000; round++)
        {
            // damage within the tar, where no checksum of gzip tells
            var damaged = plain.ToArray();
            for (var i = random.Next(1, 4); i > 0; i--)
                damaged[random.Next(3) == 0 ? random.Next(damaged.Length) : random.Next(1_024)] = (byte)random.Next(256);
            using var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
                gzip.Write(damaged);
            try
            {
                Unpack(packed.ToArray());
                unpacked++;
            }
            catch (InvalidDataException)
            {
                refused++;
            }
            NothingElseIsWritten();
        }
        refused.ShouldBeGreaterThan(100);
        unpacked.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void ExtendedHeaderOfGigabytes_IsRefused()
    {
        // a header for 2 GB of attributes, of which not one byte follows
        var header = new byte[1_024];
        Encoding.ASCII.GetBytes("./PaxHeaders/x").CopyTo(header, 0);
        Encoding.ASCII.GetBytes("0000644\0").CopyTo(header, 100);
        Encoding.ASCII.GetBytes("17777777000\0").CopyTo(header, 124);
        Encoding.ASCII.GetBytes("00000000000\0").CopyTo(header, 136);
        Encoding.ASCII.GetBytes("        x").CopyTo(header, 148);
        Encoding.ASCII.GetBytes("ustar\000").CopyTo(header, 257);
        Encoding.ASCII.GetBytes(Convert.ToString(header[..512].Sum(b => b), 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(header);
        Refused(packed.ToArray()).ShouldContain("damaged");
    }

    [Fact]
    public void Stop_EndsUnpacking()
    {
        Directory.CreateDirectory(Folder);
        var path = Path.Combine(_base, "model.tar.gz");
        File.WriteAllBytes(path, Archive.Of(Good()));
        Should.Throw<OperationCanceledException>(() => ModelArchive.Unpack(path, Folder, new CancellationToken(canceled: true)));
    }
}
