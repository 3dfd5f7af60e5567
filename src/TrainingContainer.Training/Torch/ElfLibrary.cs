using System.Buffers.Binary;
using System.Text;

namespace TrainingContainer.Training;

/// <summary>
/// What a shared library asks of the others, read from its ELF file (System V ABI, x86-64; GNU symbol versions): enough to say which symbol
/// is missing before the dynamic linker does, and to make one version reference optional.
/// </summary>
internal sealed class ElfLibrary
{
    private const ushort Weak = 2;
    private const int SectionHeaderSize = 64;
    private const int SymbolSize = 24;
    private const int RelocationSize = 24;

    private const uint Relocations = 4;
    private const uint DynamicSymbols = 11;
    private const uint VersionNeeds = 0x6fff_fffe;
    private const uint SymbolVersions = 0x6fff_ffff;

    private readonly byte[] _bytes;
    private readonly List<VersionReference> _versions = [];
    private readonly List<(string Name, ushort Version, bool IsUsed)> _undefined = [];

    private ElfLibrary(byte[] bytes) => _bytes = bytes;

    /// <summary>A symbol that another library must define.</summary>
    /// <param name="Name">Mangled.</param>
    /// <param name="Library">The file that must define it, as in <c>libstdc++.so.6</c>; empty for a symbol without a version.</param>
    /// <param name="Version">For example <c>GLIBCXX_3.4.32</c>; empty for a symbol without a version.</param>
    /// <param name="IsUsed">False when nothing in the library refers to it: it is only listed.</param>
    public readonly record struct Import(string Name, string Library, string Version, bool IsUsed);

    /// <summary>The symbols that the library imports.</summary>
    public IEnumerable<Import> Imports
    {
        get
        {
            foreach (var (name, index, isUsed) in _undefined)
            {
                var version = _versions.Find(version => version.Index == index);
                yield return new(name, version.Library ?? "", version.Name ?? "", isUsed);
            }
        }
    }

    /// <summary>Reads it.</summary>
    /// <param name="path">A 64-bit little-endian ELF file.</param>
    /// <exception cref="BadImageFormatException">It is none, or is damaged.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public static ElfLibrary Read(string path) => Parse(File.ReadAllBytes(path), path);

    /// <summary>Reads it from its bytes.</summary>
    /// <param name="bytes">The whole file; they are kept.</param>
    /// <param name="name">For messages.</param>
    /// <exception cref="BadImageFormatException">It is no 64-bit little-endian ELF file, or is damaged.</exception>
    public static ElfLibrary Parse(byte[] bytes, string name)
    {
        var library = new ElfLibrary(bytes);
        try
        {
            if (!bytes.AsSpan(0, 6).SequenceEqual("\u007fELF\u0002\u0001"u8))
                throw new BadImageFormatException($"{name} is not a 64-bit ELF library");
            library.ReadSections();
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or OverflowException or IndexOutOfRangeException)
        {
            throw new BadImageFormatException($"{name} is damaged: a part of it lies beyond its end", exception);
        }
        return library;
    }

    /// <summary>A copy whose references to a version are optional: the dynamic linker loads it where that version is missing.</summary>
    /// <param name="version">For example <c>GLIBCXX_3.4.32</c>.</param>
    /// <exception cref="InvalidOperationException">A symbol of that version is used, so the library could not work without it.</exception>
    public byte[] WithOptionalVersion(string version)
    {
        if (Imports.FirstOrDefault(import => import.Version == version && import.IsUsed) is { Name: not null } used)
            throw new InvalidOperationException($"{used.Name} ({version}) is used");
        var copy = (byte[])_bytes.Clone();
        foreach (var reference in _versions.Where(reference => reference.Name == version))
        {
            var flags = copy.AsSpan(reference.FlagsOffset);
            BinaryPrimitives.WriteUInt16LittleEndian(flags, (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(flags) | Weak));
        }
        return copy;
    }

    private void ReadSections()
    {
        var headers = Enumerable.Range(0, UInt16(0x3c)).Select(index => Section(checked((int)UInt64(0x28)) + (index * SectionHeaderSize))).ToArray();
        foreach (var section in headers.Where(section => section.Type == VersionNeeds))
            ReadVersions(section, headers[section.Link]);
        var used = new HashSet<uint>();
        foreach (var section in headers.Where(section => section.Type == Relocations && headers[section.Link].Type == DynamicSymbols))
        {
            for (var offset = section.Offset; offset < section.Offset + section.Size; offset += RelocationSize)
                used.Add(UInt32(offset + 12));
        }
        var versions = Array.Find(headers, section => section.Type == SymbolVersions);
        foreach (var section in headers.Where(section => section.Type == DynamicSymbols))
            ReadSymbols(section, headers[section.Link], versions, used);
    }

    private void ReadVersions(SectionHeader section, SectionHeader strings)
    {
        var need = section.Offset;
        for (uint more; ; need += checked((int)more))
        {
            var library = Text(strings, UInt32(need + 4));
            var entry = need + checked((int)UInt32(need + 8));
            for (var left = UInt16(need + 2); left > 0; left--)
            {
                // the highest bit of an index says that the symbol is hidden
                _versions.Add(new(library, Text(strings, UInt32(entry + 8)), (ushort)(UInt16(entry + 6) & 0x7fff), entry + 4));
                entry += checked((int)UInt32(entry + 12));
            }
            more = UInt32(need + 12);
            if (more == 0)
                return;
        }
    }

    private void ReadSymbols(SectionHeader section, SectionHeader strings, SectionHeader versions, HashSet<uint> used)
    {
        // the first symbol is a null entry
        for (var index = 1; index < section.Size / SymbolSize; index++)
        {
            var symbol = section.Offset + (index * SymbolSize);
            const int WeakBinding = 2;
            if (UInt16(symbol + 6) != 0 || _bytes[symbol + 4] >> 4 == WeakBinding)
                continue;
            var version = versions.Size == 0 ? (ushort)0 : (ushort)(UInt16(versions.Offset + (index * 2)) & 0x7fff);
            _undefined.Add((Text(strings, UInt32(symbol)), version, used.Contains((uint)index)));
        }
    }

    private SectionHeader Section(int at) => new(
        UInt32(at + 4), checked((int)UInt64(at + 0x18)), checked((int)UInt64(at + 0x20)), checked((int)UInt32(at + 0x28)));

    private string Text(SectionHeader strings, uint at)
    {
        var rest = _bytes.AsSpan(strings.Offset, strings.Size)[checked((int)at)..];
        return Encoding.UTF8.GetString(rest[..Math.Max(rest.IndexOf((byte)0), 0)]);
    }

    private ushort UInt16(int at) => BinaryPrimitives.ReadUInt16LittleEndian(_bytes.AsSpan(at));

    private uint UInt32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(at));

    private ulong UInt64(int at) => BinaryPrimitives.ReadUInt64LittleEndian(_bytes.AsSpan(at));

    private readonly record struct SectionHeader(uint Type, int Offset, int Size, int Link);

    private readonly record struct VersionReference(string Library, string Name, ushort Index, int FlagsOffset);
}
