using System.Text.Json;
using System.Text.RegularExpressions;

namespace EndToEnd.Scripts;

/// <summary>The README's cloud sections: its commands run, its policies allow what the scripts call, its texts are the program's.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Repository.File("README.md"));

    private static string Block(string name) => Readme[(Readme.IndexOf($"<!-- {name} -->", StringComparison.Ordinal) is >= 0 and var at ? at : throw new InvalidOperationException(name))..].Split("```")[1];

    /// <summary>The actions that a policy allows.</summary>
    private static string[] Actions(string policy) =>
        [.. Statements(policy).SelectMany(statement => statement.GetProperty("Action") is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : new[] { statement.GetProperty("Action") }).Select(action => action.GetString()!)];

    private static JsonElement[] Statements(string policy) => [.. JsonDocument.Parse(Block($"policy: {policy}")["json\n".Length..]).RootElement.GetProperty("Statement").EnumerateArray()];

    [Fact]
    public void CommandsForSageMaker_SendRequestsThatTheApiTakes()
    {
        using var stubs = new Stubs()
            .Add("git", "case $* in *--short*) echo 0123456789ab ;; *rev-parse*) echo 0123456789ab0123456789ab0123456789ab01234567 ;; esac")
            .Add("docker", "case $1 in export) tar -c -T /dev/null ;; create) echo container ;; login) cat >/dev/null ;; esac")
            .Add("sleep")
            .Add("aws", """
                case "$1 $2" in
                  "sts get-caller-identity") echo 123456789012 ;;
                  "configure get") echo us-east-1 ;;
                  "ecr get-login-password") echo secret ;;
                  "sagemaker create-"*) cp "${4#file://}" "$scratch/$2.$(ls "$scratch" | wc -l)"; echo '{}' ;;
                  "sagemaker describe-training-job") echo '{"TrainingJobName":"job","TrainingJobStatus":"Completed"}' ;;
                  "sagemaker describe-hyper-parameter-tuning-job") echo '{"HyperParameterTuningJobStatus":"Completed"}' ;;
                  "logs describe-log-streams") echo '{"logStreams":[]}' ;;
                esac
                """);
        // the launchers wait between looks, which a test must not
        var commands = Block("sagemaker: commands")["sh\n".Length..].Replace("-job.sh ", "-job.sh --poll 0 ", StringComparison.Ordinal);
        var (exitCode, output, errors) = Script.RunFile("/bin/bash", stubs, "-euo", "pipefail", "-c", commands);
        exitCode.ShouldBe(0, output + errors);
        stubs.Calls.ShouldContain("aws s3 sync tests/SampleData/digits s3://my-bucket/digits");
        stubs.Calls.ShouldContain("docker push 123456789012.dkr.ecr.us-east-1.amazonaws.com/training-container:0123456789ab");
        var requests = Directory.GetFiles(stubs.PathOf(""), "create-*");
        requests.Length.ShouldBe(3);
        if (RequestModel.IsMissing)
            Assert.Skip("the AWS CLI is not installed: scripts/setup.sh --tests");
        foreach (var request in requests)
            RequestModel.Check(Path.GetFileName(request).StartsWith("create-training", StringComparison.Ordinal) ? "CreateTrainingJob" : "CreateHyperParameterTuningJob", JsonDocument.Parse(File.ReadAllText(request)).RootElement).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("trust")]
    [InlineData("training")]
    [InlineData("launcher")]
    [InlineData("push")]
    public void Policy_IsWellFormedAndNoWiderThanItMust(string policy)
    {
        JsonDocument.Parse(Block($"policy: {policy}")["json\n".Length..]).RootElement.GetProperty("Version").GetString().ShouldBe("2012-10-17");
        foreach (var statement in Statements(policy))
        {
            statement.GetProperty("Effect").GetString().ShouldBe("Allow");
            if (policy == "trust")
                continue;
            var sid = statement.GetProperty("Sid").GetString()!;
            sid.ShouldMatch("^[A-Za-z0-9]+$");
            statement.GetProperty("Resource").GetString()!.ShouldMatch(sid == "ActionsWithoutResource" ? @"^\*$" : "^arn:aws:(s3|logs|ecr|iam|sagemaker):");
        }
        Actions(policy).ShouldAllBe(action => ActionName().IsMatch(action));
        if (policy != "trust")
            Statements(policy).Select(statement => statement.GetProperty("Sid").GetString()).ShouldBeUnique();
    }

    [Fact]
    public void Policies_AllowWhatTheScriptsCall()
    {
        var launches = Directory.GetFiles(Repository.File("scripts", "jobs"), "*.py").Select(File.ReadAllText)
            .SelectMany(text => Regex.Matches(text, "(?:call\\(\"(sagemaker|logs)\", |create\\(PROGRAM, )\"([a-z-]+)\"")).Select(match => Action(match.Groups[1].Success ? match.Groups[1].Value : "sagemaker", match.Groups[2].Value)).ToArray();
        launches.Length.ShouldBeGreaterThanOrEqualTo(6);
        Actions("launcher").ShouldBe([.. launches.Distinct(), "sagemaker:StopTrainingJob", "sagemaker:StopHyperParameterTuningJob", "sagemaker:AddTags", "sagemaker:AddTags", "iam:PassRole"], ignoreOrder: true);

        var pushes = Regex.Matches(File.ReadAllText(Repository.File("scripts", "push-image.sh")), "aws (ecr|sts) ([a-z-]+)").Select(match => Action(match.Groups[1].Value, match.Groups[2].Value)).Distinct().ToArray();
        pushes.Length.ShouldBe(5);
        foreach (var action in pushes)
            Actions("push").ShouldContain(action == "ecr:GetLoginPassword" ? "ecr:GetAuthorizationToken" : action);
    }

    [Fact]
    public void TroubleshootingTexts_AreInTheCode()
    {
        var code = string.Concat(new[] { ("src", "*.cs"), ("scripts", "*.py"), ("scripts", "*.sh") }
            .SelectMany(part => Directory.GetFiles(Repository.File(part.Item1), part.Item2, SearchOption.AllDirectories)).Where(path => !path.Contains("/obj/")).Select(File.ReadAllText));
        var table = Readme[Readme.IndexOf("<!-- troubleshooting: table -->", StringComparison.Ordinal)..Readme.IndexOf("<!-- troubleshooting: end -->", StringComparison.Ordinal)];
        var texts = Regex.Matches(table, "^\\| `([^`]+)` \\|", RegexOptions.Multiline).Select(match => match.Groups[1].Value).ToArray();
        texts.Length.ShouldBeGreaterThan(12);
        texts.ShouldBeUnique();
        foreach (var text in texts)
            code.Contains(text, StringComparison.Ordinal).ShouldBeTrue(text);
    }

    private static string Action(string service, string operation) =>
        $"{service}:{string.Concat(operation.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]))}";

    [GeneratedRegex("^[a-z0-9]+:[A-Z][A-Za-z]+$")]
    private static partial Regex ActionName();
}
