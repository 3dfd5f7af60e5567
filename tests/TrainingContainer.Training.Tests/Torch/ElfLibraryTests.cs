using TrainingContainer.Data;

namespace TrainingContainer.Training.Tests;

public sealed class ElfLibraryTests
{
    private static readonly string Bridge = TorchLibrary.BridgeIn(AppContext.BaseDirectory);

    [Fact]
    public void Imports_HaveLibraryVersionAndUse()
    {
        var imports = ElfLibrary.Read(Bridge).Imports.ToList();

        imports.ShouldContain(import => import.Name == "_ZSt21ios_base_library_initv" && import.Library == "libstdc++.so.6" && import.Version == "GLIBCXX_3.4.32" && !import.IsUsed);
        imports.ShouldContain(import => import.Name == "_Znwm" && import.Library == "libstdc++.so.6" && import.IsUsed);
        imports.ShouldContain(import => import.Name.StartsWith("_ZN2at") && import.Library == "" && import.Version == "" && import.IsUsed);
    }

    [Fact]
    public void OptionalVersion_ChangesOneBit()
    {
        var bytes = File.ReadAllBytes(Bridge);
        var library = ElfLibrary.Parse((byte[])bytes.Clone(), Bridge);

        var adapted = library.WithOptionalVersion("GLIBCXX_3.4.32");

        // the program's own copy may be adapted already
        bytes.Zip(adapted).Count(pair => pair.First != pair.Second).ShouldBeLessThanOrEqualTo(1);
        ElfLibrary.Parse(adapted, Bridge).WithOptionalVersion("GLIBCXX_3.4.32").ShouldBe(adapted);
    }

    [Fact]
    public void OptionalVersion_OfASymbolThatIsUsed_IsRefused() =>
        Should.Throw<InvalidOperationException>(() => ElfLibrary.Read(Bridge).WithOptionalVersion("GLIBCXX_3.4.21")).Message.ShouldContain("GLIBCXX_3.4.21");

    [Fact]
    public void SomethingElse_IsNoLibrary() => Should.Throw<BadImageFormatException>(() => ElfLibrary.Parse(new byte[200], "x")).Message.ShouldContain("x is not a 64-bit ELF library");

    [Fact]
    public void DamagedLibraries_AreRefusedOrReadButNeverHang()
    {
        var bytes = File.ReadAllBytes(Bridge);
        var key = new KeyedRandom(new RandomKey(7));
        for (var round = 0; round < 300; round++)
        {
            var damaged = (byte[])bytes.Clone();
            // the header and the table of sections are where the offsets are
            var sections = BitConverter.ToInt32(bytes, 0x28);
            for (var change = 0; change < 4; change++)
            {
                var place = round % 2 == 0 ? key.NextInt32(64) : sections + key.NextInt32(bytes.Length - sections);
                damaged[place] = (byte)key.NextUInt32();
            }
            try
            {
                ElfLibrary.Parse(damaged, "damaged").Imports.Count().ShouldBeGreaterThanOrEqualTo(0);
            }
            catch (BadImageFormatException)
            {
                // what is expected of most
            }
        }
    }

    [Fact]
    public void CutLibrary_IsDamaged() =>
        Should.Throw<BadImageFormatException>(() => ElfLibrary.Parse(File.ReadAllBytes(Bridge)[..5000], "x")).Message.ShouldContain("beyond its end");
}
