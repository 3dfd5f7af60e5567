using System.Text.Json;

namespace EndToEnd;

/// <summary>Secrets are planted wherever a job may hold one; then everything that it prints and leaves behind is searched for them.</summary>
public sealed class SecretsTests
{
    // Not secrets: made up, in the shapes of real ones. The key id is the one of AWS's documentation.
    private const string KeyId = "AKIAIOSFODNN7EXAMPLE";
    private const string SecretKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private const string Password = "correct-horse-battery";
    private const string UrlPassword = "hunter2hunter2";
    private const string HyperparameterSecret = "s3same-0pen-\\\"thyself";
    private const string LongToken = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJub2JvZHkgYXQgYWxsLCBhIHRlc3Qgb25seSwgYnV0IGxvbmcgZW5vdWdoIHRvIGJlIGN1dCJ9.c2ln";
    private const string Signature = "0123456789abcdef0123456789abcdef";

    private static readonly string[] Planted =
        [KeyId, SecretKey, Password, UrlPassword, "s3same-0pen", "thyself", LongToken[..14], Signature];

    private static Job Plant() => new Job()
        .Variable("AWS_ACCESS_KEY_ID", KeyId)
        .Variable("AWS_SECRET_ACCESS_KEY", SecretKey)
        .Variable("DB_PASSWORD", Password)
        .Variable("FEED_URL", $"https://reader:{UrlPassword}@example.com/feed?X-Amz-Signature={Signature}")
        .Variable("SESSION_TOKEN", LongToken);

    private static void NothingIsLeaked(Job job, (int ExitCode, string[] Lines, string Errors) run, int exitCode)
    {
        run.ExitCode.ShouldBe(exitCode, ProgramLog.Excerpt(run.Lines, run.Errors));
        NoneIn("standard output", string.Join('\n', run.Lines));
        NoneIn("standard error", run.Errors);
        foreach (var folder in new[] { "output", "model" }.Select(name => job.PathOf(name)).Where(Directory.Exists))
        {
            foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
                NoneIn(file, File.ReadAllText(file));
        }
    }

    private static void NoneIn(string where, string text)
    {
        foreach (var secret in Planted)
            text.Contains(secret, StringComparison.Ordinal).ShouldBeFalse($"{where} holds {secret}: {text}");
    }

    [Fact]
    public void SuccessfulJob_LeaksNothing()
    {
        using var job = Plant().Channel("train", "a,1,2\nb,3,4\na,5,6\nb,7,8\n").DeclareChannel(Password);
        Directory.CreateDirectory(job.PathOf("input", "data", "train", Password));
        File.WriteAllText(job.PathOf("input", "data", "train", Password, $"{KeyId}.csv"), "a,1,2\n");
        job.Hyperparameters(("epochs", "2"), ("threads", "1"), ("validation_fraction", "0"), ("sagemaker_api_token", HyperparameterSecret));
        var run = job.Run("train");
        NothingIsLeaked(job, run, 0);
        run.Lines.ShouldContain(line => line.Contains("<redacted>"));
    }

    [Fact]
    public void UnknownHyperparameters_LeakNothing()
    {
        using var job = Plant().Channel("train", "a,1,2\nb,3,4\n");
        job.Hyperparameters(
            ("db_password", HyperparameterSecret), ("apiKey", $"\"{Password}\""), ("session_token", LongToken), ("key_id", KeyId), ("pasword_hint", Password),
            ("feed", $"https://reader:{UrlPassword}@example.com/?X-Amz-Signature={Signature}"));
        NothingIsLeaked(job, job.Run("train"), 1);
        job.Failure.ShouldContain("hyperparameter db_password: found \"<redacted>\"");
    }

    [Fact]
    public void DamagedHyperparameters_LeakNothing()
    {
        using var job = Plant().Channel("train", "a,1,2\nb,3,4\n")
            .Config("hyperparameters.json", JsonSerializer.Serialize(new { db_password = "s3same-0pen" })[..^1] + " oops}");
        NothingIsLeaked(job, job.Run("train"), 1);
        job.Failure.ShouldContain("malformed JSON");
    }

    [Fact]
    public void FileNamesAndRows_LeakNothing()
    {
        using var job = Plant().Channel("train", "a,1,2\nb,3,4\n");
        File.WriteAllText(job.PathOf("input", "data", "train", $"{KeyId}-{Password}.csv"), $"a,1,{SecretKey}\n");
        NothingIsLeaked(job, job.Run("train"), 1);
        job.Failure.ShouldContain("<redacted>");
    }

    [Fact]
    public void ExceptionOnAnotherThread_LeaksNothing()
    {
        using var job = Plant().Sample("digits").Variable("DOTNET_STARTUP_HOOKS", typeof(SecretsTests).Assembly.Location)
            .Variable(StartupHook.Variable, "throw").Variable(StartupHook.MessageVariable, $"cannot log in with {Password} and {LongToken}");
        job.Hyperparameters(("epochs", "1000000"), ("threads", "1"));
        NothingIsLeaked(job, job.Run("train"), 6);
        job.Failure.ShouldBe("InvalidOperationException: cannot log in with <redacted> and <redacted> [training-container]");
    }

    [Theory]
    [InlineData("env")]
    [InlineData("env", "--json")]
    public void Env_LeaksNothing(params string[] arguments)
    {
        using var job = Plant().DeclareChannel("train");
        job.Hyperparameters(("epochs", "2"), ("db_password", HyperparameterSecret), ("hint", Password), ("nested", $$"""{"password":"s3same-0pen thyself"}"""));
        var run = job.Run(arguments);
        NothingIsLeaked(job, run, 0);
        run.Lines.ShouldContain(line => line.Contains("SM_HP_EPOCHS"));
        run.Lines.ShouldContain(line => line.Contains("SM_HP_DB_PASSWORD") && line.Contains("<redacted>"));
    }
}
