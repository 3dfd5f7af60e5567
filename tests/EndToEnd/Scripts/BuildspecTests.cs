namespace EndToEnd.Scripts;

/// <summary>buildspec.yml as CodeBuild would run it: its commands in order, with stand-ins for docker, aws and the tests.</summary>
public sealed class BuildspecTests
{
    private static readonly string[] Phases = ["install", "pre_build", "build", "post_build"];

    /// <summary>The commands of all phases: the part of YAML that the file uses.</summary>
    private static List<string> Commands()
    {
        var commands = new List<string>();
        var (phase, listing) = ("", false);
        foreach (var line in File.ReadAllLines(Repository.File("buildspec.yml")))
        {
            var text = line.Trim();
            var depth = line.Length - line.TrimStart().Length;
            if (text.Length == 0 || text.StartsWith('#'))
                continue;
            if (depth == 2 && phase.Length > 0)
            {
                phase = text.TrimEnd(':');
                phase.ShouldBeOneOf(Phases);
                listing = false;
            }
            else if (text == "phases:")
                phase = Phases[0];
            else if (text.EndsWith(':'))
                listing = text == "commands:";
            else if (listing && text.StartsWith("- ", StringComparison.Ordinal))
                commands.Add(text[2..]);
        }
        return commands;
    }

    /// <summary>A copy of the scripts whose tests do what the test wants.</summary>
    private static Stubs Build(string testScript)
    {
        var stubs = new Stubs { WorkingFolder = "" };
        stubs.WorkingFolder = stubs.PathOf("source");
        Directory.CreateDirectory(stubs.PathOf("source/scripts"));
        foreach (var script in Directory.GetFiles(Repository.File("scripts"), "*.sh"))
            File.Copy(script, stubs.PathOf($"source/scripts/{Path.GetFileName(script)}"));
        File.Copy(Repository.File("Dockerfile"), stubs.PathOf("source/Dockerfile"));
        stubs.Add(stubs.PathOf("source/scripts/test.sh"), testScript).Add(stubs.PathOf("source/scripts/docker-test.sh"))
            .Add("docker", "case $1 in export) tar -c -T /dev/null ;; create) echo container ;; esac")
            .Add("aws", "case \"$1 $2\" in 'sts get-caller-identity') echo 123456789012 ;; 'configure get') exit 1 ;; esac");
        stubs.Variables["CODEBUILD_RESOLVED_SOURCE_VERSION"] = "0123456789abcdef0123456789abcdef01234567";
        stubs.Variables["AWS_REGION"] = "eu-west-1";
        stubs.Variables["TORCH"] = "cuda";
        stubs.Variables["REPOSITORY"] = "training-container";
        return stubs;
    }

    private static (int ExitCode, string Output, string Errors) Run(Stubs stubs) =>
        Script.RunFile("/bin/bash", stubs, "-ec", string.Join('\n', Commands()));

    [Fact]
    public void Commands_TestThenBuildThenPush()
    {
        using var stubs = Build("");
        var (exitCode, output, errors) = Run(stubs);
        exitCode.ShouldBe(0, output + errors);
        const string address = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/training-container:0123456789ab";
        string[] order = ["docker pull --quiet mcr.microsoft.com/dotnet/sdk:10.0", "test.sh", "docker-test.sh", "docker build --build-arg TORCH_RUNTIME=cuda", "docker login", $"docker push {address}"];
        var positions = order.Select(start => Array.FindIndex(stubs.Calls, call => call.StartsWith(start, StringComparison.Ordinal))).ToArray();
        positions.ShouldAllBe(position => position >= 0, string.Join('\n', stubs.Calls));
        positions.ShouldBeInOrder();
        output.ShouldEndWith($"{address}\n");
    }

    [Fact]
    public void TestsThatFail_PushNothing()
    {
        using var stubs = Build("exit 1");
        Run(stubs).ExitCode.ShouldBe(1);
        stubs.Calls.ShouldNotContain(call => call.StartsWith("docker build") || call.StartsWith("docker push") || call.StartsWith("aws"));
    }

    [Fact]
    public void EveryVariable_HasADefaultOrIsCodeBuilds()
    {
        var text = File.ReadAllText(Repository.File("buildspec.yml"));
        foreach (System.Text.RegularExpressions.Match match in System.Text.RegularExpressions.Regex.Matches(text, @"\$\{?([A-Z_]+)"))
            (match.Groups[1].Value.StartsWith("CODEBUILD_") || text.Contains($"    {match.Groups[1].Value}: ")).ShouldBeTrue(match.Value);
    }
}
