using System.IO.Compression;
using System.Security.Cryptography;

namespace EndToEnd.Docker;

/// <summary>
/// A folder of packages that stand in for TorchSharp-cuda-linux and what it depends on, of 3 GB: the same names and layout, with the CPU's libtorch in
/// them, one library in two parts that are put together when the program is built, and empty libraries under CUDA's names.
/// </summary>
internal static class StandInPackages
{
    private const string Version = "2.10.0";
    private const string Head = "libtorch-cuda-12.8-linux-x64";
    private const string Native = "runtimes/linux-x64/native/";

    /// <summary>The names that the stand-ins give an empty library.</summary>
    public static IReadOnlyList<string> CudaLibraries { get; } =
        ["libc10_cuda.so", "libtorch_cuda.so", "libtorch_cuda_linalg.so", "libcudart-c3a75b33.so.12", "libcudnn.so.9", "libnvrtc-builtins.so"];

    /// <summary>Libraries of the real packages that the program does not need.</summary>
    public static IReadOnlyList<string> UnusedLibraries { get; } = ["libtorch_python.so", "libtorchbind_test.so", "libc10d_cuda_test.so", "libshm.so"];

    /// <summary>Makes them.</summary>
    /// <param name="folder">Where they are put.</param>
    /// <param name="libtorch">A folder with the CPU's libtorch.</param>
    public static void Write(string folder, string libtorch)
    {
        Directory.CreateDirectory(folder);
        Pack(folder, "TorchSharp-cuda-linux", "0.107.0", [("TorchSharp", "0.107.0"), (Head, Version)], []);
        Pack(folder, Head, Version, [($"{Head}-part1", Version), ($"{Head}-part2-primary", Version), ($"{Head}-part2-fragment1", Version)], []);
        byte[] Library(string name) => File.ReadAllBytes(Path.Combine(libtorch, name));
        var empty = Library("libtorch_global_deps.so");
        Pack(folder, $"{Head}-part1", Version, [],
            [
                .. new[] { "libc10.so", "libtorch.so", "libtorch_global_deps.so", "libgomp-98b21ff3.so.1" }.Select(name => (Native + name, Library(name))),
                .. CudaLibraries.Concat(UnusedLibraries).Select(name => (Native + name, empty)),
            ]);
        var whole = Library("libtorch_cpu.so");
        var half = whole.Length / 2;
        Pack(folder, $"{Head}-part2-primary", Version, [],
            [
                (Native + "libtorch_cpu.so", whole[..half]),
                (Native + "libtorch_cpu.so.sha", "0"u8.ToArray().Concat(SHA256.HashData(whole)).ToArray()),
                ($"buildTransitive/netstandard2.0/{Head}-part2-primary.targets", Targets()),
            ]);
        Pack(folder, $"{Head}-part2-fragment1", Version, [], [("fragments/linux-x64/native/libtorch_cpu.so.fragment1", whole[half..])]);
    }

    /// <summary>As the real packages do, at the first build, within the package cache.</summary>
    private static byte[] Targets()
    {
        var primary = $"$(MSBuildThisFileDirectory)../../{Native}libtorch_cpu.so";
        var fragment = $"$(MSBuildThisFileDirectory)../../../../{Head}-part2-fragment1/{Version}/fragments/linux-x64/native/libtorch_cpu.so.fragment1";
        return System.Text.Encoding.UTF8.GetBytes(
            $"""
            <Project>
              <Target Name="JoinFragments" AfterTargets="ResolveReferences" BeforeTargets="PrepareForBuild" Condition="Exists('{fragment}')">
                <Exec Command="cat '{fragment}' >>'{primary}' &amp;&amp; rm '{fragment}'" />
              </Target>
            </Project>
            """);
    }

    private static void Pack(string folder, string name, string version, (string Name, string Version)[] dependencies, (string Path, byte[] Bytes)[] files)
    {
        using var package = ZipFile.Open(Path.Combine(folder, $"{name}.{version}.nupkg"), ZipArchiveMode.Create);
        Add(package, $"{name}.nuspec", System.Text.Encoding.UTF8.GetBytes(
            $"""
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
              <metadata>
                <id>{name}</id><version>{version}</version><authors>test</authors><description>stands in for the real package</description>
                <dependencies><group targetFramework=".NETStandard2.0">
                  {string.Join("", dependencies.Select(one => $"<dependency id=\"{one.Name}\" version=\"{one.Version}\" include=\"All\" />"))}
                </group></dependencies>
              </metadata>
            </package>
            """));
        Add(package, "lib/netstandard2.0/_._", []);
        foreach (var (path, bytes) in files)
            Add(package, path, bytes);
    }

    private static void Add(ZipArchive package, string path, byte[] bytes)
    {
        using var stream = package.CreateEntry(path, CompressionLevel.NoCompression).Open();
        stream.Write(bytes);
    }
}
