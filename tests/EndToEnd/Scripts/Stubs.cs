namespace EndToEnd.Scripts;

/// <summary>Programs that stand in for others on the path, and write down each call.</summary>
internal sealed class Stubs : IDisposable
{
    private readonly string _scratch = Directory.CreateTempSubdirectory("stubs-").FullName;

    public Stubs()
    {
        Directory.CreateDirectory(Folder);
        WorkingFolder = Repository.Root;
        // the interpreter itself: a version switcher's would put its own folders before this one
        File.CreateSymbolicLink(Path.Combine(Folder, "python3"), "/usr/bin/python3");
    }

    /// <summary>Comes first on the path.</summary>
    public string Folder => Path.Combine(_scratch, "bin");

    /// <summary>Where the script is started.</summary>
    public string WorkingFolder { get; set; }

    /// <summary>Environment variables of the script.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>Every call so far: the program and its arguments, in order.</summary>
    public string[] Calls => File.Exists(Log) ? File.ReadAllLines(Log) : [];

    private string Log => Path.Combine(_scratch, "calls");

    /// <summary>A path in a folder of this test's own.</summary>
    public string PathOf(string name) => Path.Combine(_scratch, name);

    /// <summary>Adds one.</summary>
    /// <param name="name">Of the program; a path for another place than the stubs' folder.</param>
    /// <param name="body">Lines of sh, with the arguments in "$*"; its folder for files is "$scratch".</param>
    public Stubs Add(string name, string body = "")
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, $"#!/bin/sh\nscratch='{_scratch}'\necho \"{Path.GetFileName(name)} $*\" >>'{Log}'\n{body}\n");
        using var chmod = System.Diagnostics.Process.Start("chmod", ["+x", path]);
        chmod.WaitForExit();
        return this;
    }

    public void Dispose() => Directory.Delete(_scratch, recursive: true);
}
