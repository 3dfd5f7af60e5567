namespace EndToEnd.Scripts;

/// <summary>scripts/push-image.sh, with stand-ins for docker, aws and git.</summary>
public sealed class PushImageTests
{
    private const string Name = "push-image.sh";
    private const string Registry = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";

    /// <summary>Knows its account; the repository is there or not.</summary>
    private static Stubs Account(bool hasRepository, string gitStatus = "", bool hasImage = false) => new Stubs()
        .Add("docker", "case $1 in login) cat >\"$scratch/password\" ;; esac")
        .Add("git", $"case $* in *rev-parse*) echo 0123456789ab ;; *) printf '{gitStatus}' ;; esac")
        .Add("aws", $$"""
            case "$1 $2" in
              "sts get-caller-identity") echo 123456789012 ;;
              "configure get") echo eu-west-1 ;;
              "ecr get-login-password") echo secret-password ;;
              "ecr describe-repositories") {{(hasRepository ? "echo IMMUTABLE" : "echo 'An error occurred (RepositoryNotFoundException) when calling' >&2; exit 254")}} ;;
              "ecr describe-images") exit {{(hasImage ? 0 : 254)}} ;;
            esac
            """);

    [Fact]
    public void MissingRepository_IsMadeAndTheImagePushed()
    {
        using var stubs = Account(hasRepository: false);
        var (exitCode, output, errors) = Script.Run(Name, stubs);
        exitCode.ShouldBe(0, errors);
        output.ShouldBe($"{Registry}/training-container:0123456789ab\n");
        stubs.Calls.ShouldContain(call => call.StartsWith("aws ecr create-repository --repository-name training-container --image-tag-mutability IMMUTABLE --image-scanning-configuration scanOnPush=true"));
        stubs.Calls.ShouldContain($"docker login --username AWS --password-stdin {Registry}");
        stubs.Calls[^2..].ShouldBe([$"docker tag training-container {Registry}/training-container:0123456789ab", $"docker push {Registry}/training-container:0123456789ab"]);
        File.ReadAllText(stubs.PathOf("password")).ShouldBe("secret-password\n");
        (string.Join('\n', stubs.Calls) + output + errors).ShouldNotContain("secret-password");
    }

    [Fact]
    public void RepositoryThatIsThere_IsUsed()
    {
        using var stubs = Account(hasRepository: true);
        var (exitCode, output, errors) = Script.Run(Name, stubs, "--image", "my-model", "--repository", "team/my-model", "--tag", "v1", "--region", "cn-north-1", "--account", "210987654321", "--profile", "work");
        exitCode.ShouldBe(0, errors);
        output.ShouldBe("210987654321.dkr.ecr.cn-north-1.amazonaws.com.cn/team/my-model:v1\n");
        stubs.Calls.ShouldNotContain(call => call.Contains("create-repository") || call.Contains("sts "));
        stubs.Calls.Where(call => call.StartsWith("aws ")).ShouldAllBe(call => call.EndsWith("--profile work --region cn-north-1"));
    }

    [Fact]
    public void DirtyWorkingTree_IsRefusedUnlessAllowed()
    {
        using var stubs = Account(hasRepository: true, " M README.md");
        var (exitCode, output, errors) = Script.Run(Name, stubs);
        exitCode.ShouldBe(2);
        output.ShouldBeEmpty();
        errors.ShouldContain("working tree: found changes, expected none");
        stubs.Calls.ShouldAllBe(call => call.StartsWith("git "));
        Script.Run(Name, stubs, "--allow-dirty").Output.ShouldMatch($"^{Registry}/training-container:0123456789ab-dirty-[0-9]{{12}}\n$");
    }

    [Fact]
    public void CommitThatWasPushedBefore_IsNotPushedAgain()
    {
        using var stubs = Account(hasRepository: true, hasImage: true);
        var (exitCode, output, errors) = Script.Run(Name, stubs);
        exitCode.ShouldBe(0, errors);
        output.ShouldBe($"{Registry}/training-container:0123456789ab\n");
        errors.ShouldBe("push-image.sh: 0123456789ab is there already\n");
        stubs.Calls.ShouldNotContain(call => call.StartsWith("docker push") || call.StartsWith("docker login"));
    }

    [Fact]
    public void DryRun_ChangesNothingAndPrintsTheCommands()
    {
        using var stubs = Account(hasRepository: false);
        var (exitCode, output, errors) = Script.Run(Name, stubs, "--dry-run");
        exitCode.ShouldBe(0, errors);
        var lines = output.TrimEnd('\n').Split('\n');
        lines[0].ShouldStartWith("aws ecr create-repository");
        lines[1..3].Select(line => line.Trim()).ShouldBe([$"docker tag training-container {Registry}/training-container:0123456789ab", $"docker push {Registry}/training-container:0123456789ab"]);
        stubs.Calls.ShouldNotContain(call => call.Contains("create-repository") || call.Contains("push") || call.Contains("login") || call.StartsWith("docker tag"));
    }

    [Fact]
    public void Mistakes_AreAllTold()
    {
        using var stubs = Account(hasRepository: true);
        var (exitCode, output, errors) = Script.Run(Name, stubs, "--region", "Frankfurt", "--account", "12", "--repository", "My_Model", "--force", "--tag");
        exitCode.ShouldBe(2);
        output.ShouldBeEmpty();
        foreach (var expected in new[] { "--region: found \"Frankfurt\"", "--account: found \"12\"", "--repository: found \"My_Model\"", "found \"--force\"", "--tag: found \"\", expected a value" })
            errors.ShouldContain(expected);
    }

    [Theory]
    [InlineData("sts get-caller-identity", "no valid credentials")]
    [InlineData("ecr describe-repositories", "can't be looked up: AccessDenied")]
    [InlineData("ecr get-login-password", "")]
    public void CallThatFails_EndsWithOneAndNothingIsPushed(string failing, string says)
    {
        using var stubs = Account(hasRepository: true);
        File.WriteAllText(Path.Combine(stubs.Folder, "aws"), File.ReadAllText(Path.Combine(stubs.Folder, "aws"))
            .Replace("case \"$1 $2\" in", $"[ \"$1 $2\" != '{failing}' ] || {{ echo AccessDenied >&2; exit 254; }}\ncase \"$1 $2\" in"));
        var (exitCode, output, errors) = Script.Run(Name, stubs);
        exitCode.ShouldNotBe(0);
        output.ShouldBeEmpty();
        errors.ShouldContain("AccessDenied");
        errors.ShouldContain(says);
        stubs.Calls.ShouldNotContain(call => call.StartsWith("docker push"));
    }

    [Theory]
    [InlineData("version", "no Docker engine answers")]
    [InlineData("image", "there is no image training-container: build it with scripts/build-image.sh")]
    public void EngineOrImageThatIsMissing_IsToldApart(string failing, string says)
    {
        using var stubs = Account(hasRepository: true).Add("docker", $"[ \"$1\" != {failing} ] || exit 1");
        var (exitCode, output, errors) = Script.Run(Name, stubs);
        exitCode.ShouldBe(1);
        output.ShouldBeEmpty();
        errors.Trim().ShouldStartWith($"push-image.sh: {says}");
        stubs.Calls.ShouldNotContain(call => call.StartsWith("docker push"));
    }
}
