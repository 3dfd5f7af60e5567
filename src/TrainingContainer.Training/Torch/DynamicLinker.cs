using System.Runtime.InteropServices;

namespace TrainingContainer.Training;

/// <summary>The C library's dynamic linker, whose own words tell which library or symbol is missing (dlopen(3)).</summary>
internal static partial class DynamicLinker
{
    private const int Lazy = 1;

    /// <summary>Loads a library for the life of the process.</summary>
    /// <param name="path">Absolute, or a name that the linker looks for.</param>
    /// <param name="error">The linker's message; null when it is loaded.</param>
    /// <returns>Its handle; 0 when it can't be loaded.</returns>
    public static nint Open(string path, out string? error)
    {
        // finding dlerror itself would lose the message, so it is found before
        _ = dlerror();
        var handle = dlopen(path, Lazy);
        error = handle == 0 ? Marshal.PtrToStringUTF8(dlerror()) ?? $"{path} can't be loaded" : null;
        return handle;
    }

    /// <summary>True when the library, or one that it depends on, defines the symbol.</summary>
    /// <param name="library">A handle of <see cref="Open"/>.</param>
    /// <param name="symbol">Mangled.</param>
    public static bool Defines(nint library, string symbol) => dlsym(library, symbol) != 0;

    /// <summary>True when the library, or one that it depends on, defines the symbol in this version.</summary>
    /// <param name="library">A handle of <see cref="Open"/>.</param>
    /// <param name="symbol">Mangled.</param>
    /// <param name="version">For example <c>GLIBCXX_3.4.32</c>.</param>
    public static bool Defines(nint library, string symbol, string version) => dlvsym(library, symbol, version) != 0;

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint dlopen(string path, int flags);

    [LibraryImport("libc")]
    private static partial nint dlerror();

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint dlsym(nint library, string symbol);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint dlvsym(nint library, string symbol, string version);
}
