using System.Text.RegularExpressions;

namespace EndToEnd.Scripts;

/// <summary>What all scripts have in common.</summary>
public sealed class AllScriptsTests
{
    /// <summary>Every script of the repository, by its path from the top.</summary>
    public static TheoryData<string> Scripts => [.. new[] { "scripts", "docker", "src", "tests" }
        .SelectMany(folder => Directory.GetFiles(Repository.File(folder), "*.sh", SearchOption.AllDirectories))
        .Select(path => Path.GetRelativePath(Repository.Root, path)).Where(path => !path.Contains("/obj/") && !path.Contains("/bin/")).Order(StringComparer.Ordinal)];

    /// <summary>Those that a user starts.</summary>
    public static TheoryData<string> UserScripts => [.. Scripts.Select(row => row.Data).Where(path => path.StartsWith("scripts/", StringComparison.Ordinal))];

    /// <summary>A launcher, and where its flags are declared.</summary>
    public static TheoryData<string, string[]> FlagTables => new()
    {
        { "launch-training-job.sh", ["definition.py"] }, { "launch-tuning-job.sh", ["tuning_job.py"] }, { "run-local.sh", ["local_job.py"] },
    };

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Shellcheck_FindsNothing(string script)
    {
        if (!File.Exists("/usr/bin/shellcheck"))
            Assert.Skip("shellcheck is not installed: scripts/setup.sh --tests");
        var (exitCode, output, errors) = Script.RunFile("/usr/bin/shellcheck", null, Repository.File(script));
        exitCode.ShouldBe(0, output + errors);
    }

    [Theory]
    [MemberData(nameof(UserScripts))]
    public void Help_TellsTheUsageAndDoesNothing(string script)
    {
        var (exitCode, output, errors) = Script.Run(Path.GetFileName(script), "--help");
        exitCode.ShouldBe(0, errors);
        output.ShouldStartWith($"usage: {script}");
        errors.ShouldBeEmpty();
        File.ReadAllText(Repository.File(script)).ShouldContain("set -euo pipefail");
    }

    [Theory]
    [MemberData(nameof(FlagTables))]
    public void Help_NamesEveryFlag(string script, string[] tables)
    {
        var help = Script.Run(script, "--help").Output;
        var flags = tables.SelectMany(table => Regex.Matches(File.ReadAllText(Repository.File("scripts", "jobs", table)), "\"(--[a-z0-9-]+)\": (?:VALUE|LIST|SWITCH)"))
            .Select(match => match.Groups[1].Value).ToArray();
        flags.Length.ShouldBeGreaterThan(5);
        foreach (var flag in flags)
            help.ShouldContain(flag);
    }
}
