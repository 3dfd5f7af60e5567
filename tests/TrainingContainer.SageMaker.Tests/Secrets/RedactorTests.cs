namespace TrainingContainer.SageMaker.Tests;

public sealed class RedactorTests : IDisposable
{
    private readonly TemporaryJob _job = new();

    public void Dispose() => _job.Dispose();

    private Redactor Knowing(string name, string value) => Redactor.For([new(name, value)], _job.Paths);

    [Theory]
    [InlineData("AKIAIOSFODNN7EXAMPLE", "<redacted>")]
    [InlineData("file ASIAIOSFODNN7EXAMPLE.csv", "file <redacted>.csv")]
    [InlineData("see https://me:hunter2@example.com/x", "see https://<redacted>@example.com/x")]
    [InlineData("git+ssh://token@example.com", "git+ssh://<redacted>@example.com")]
    [InlineData("https://b.s3.amazonaws.com/k?X-Amz-Credential=AB%2F1&X-Amz-Date=2&X-Amz-Signature=0af", "https://b.s3.amazonaws.com/k?X-Amz-Credential=<redacted>&X-Amz-Date=2&X-Amz-Signature=<redacted>")]
    [InlineData("password=hunter2 user=me", "password=<redacted> user=me")]
    [InlineData("{\"password\": \"two words\", \"user\": \"me\"}", "{\"password\": \"<redacted>\", \"user\": \"me\"}")]
    [InlineData("Authorization: Bearer abcdefgh12345678", "Authorization: Bearer <redacted>")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.c2ln", "<redacted>")]
    [InlineData("ghp_0123456789abcdefghijABCDEFGHIJ012345", "<redacted>")]
    [InlineData("run --password=hunter2 --user=me", "run --password=<redacted> --user=me")]
    [InlineData("export _API_TOKEN='x y' 2", "export _API_TOKEN='<redacted>' 2")]
    [InlineData("sent Bearer abcdefgh12345678", "sent Bearer <redacted>")]
    [InlineData("hf_abcdefghijABCDEFGHIJ0123", "<redacted>")]
    [InlineData("xoxb-1234567890-abc", "<redacted>")]
    [InlineData("sk-abcdefghij0123456789", "<redacted>")]
    [InlineData("key: AKIAIOSFODNN7EXAMPLE", "key: <redacted>")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----", "<redacted>")]
    public void WhatLooksLikeASecret_IsReplaced(string text, string shown)
    {
        Redactor.Patterns.Redact(text).ShouldBe(shown);
        Redactor.Patterns.Redact(shown).ShouldBe(shown);
    }

    // Took minutes, in which nothing was logged: the patterns tried every beginning of a word.
    [Theory]
    [InlineData('x')]
    [InlineData(' ')]
    [InlineData('-')]
    public async Task LineOfAMillionCharacters_TookMinutes(char character)
    {
        var line = "a=1 " + new string(character, 1 << 20);
        (await InTime(() => Redactor.Patterns.Redact(line))).ShouldBe(line);
    }

    [Fact]
    public async Task VariableOfAMillionCharacters_TookMinutes()
    {
        var value = new string('x', 1 << 20);
        (await InTime(() => Knowing("CERTIFICATE", value).Redact("x"))).ShouldBe("x");
    }

    private static Task<string> InTime(Func<string> redact)
    {
        var cancellation = TestContext.Current.CancellationToken;
        return Task.Run(redact, cancellation).WaitAsync(TimeSpan.FromSeconds(30), cancellation);
    }

    [Fact]
    public void GitHubPatWithNothingSuspiciousAroundIt_WasShown() =>
        Redactor.Patterns.Redact("found github_pat_0123456789abcdefghij_ABCDEFGHIJ in a cell").ShouldBe("found <redacted> in a cell");

    [Theory]
    [InlineData("epoch=3 step=1407 validation:accuracy=0.9812")]
    [InlineData("hyperparameter learning_rate: found \"-1\", expected a number above 0")]
    [InlineData("hyperparameter password: found no value, expected one")]
    [InlineData("device: cpu (device=auto and no usable GPU)")]
    [InlineData("https://docs.aws.amazon.com/sagemaker/latest/dg/a.html?x=1")]
    [InlineData("/opt/ml/input/data/train/part-00000-8f14e45f-ceea-467f-a0c6-b9b7e9a6d6c1.csv")]
    [InlineData("someone@example.com")]
    public void WhatIsNone_Stays(string text) => Redactor.Patterns.Redact(text).ShouldBe(text);

    [Fact]
    public void ValueOfASecretVariable_IsReplacedEverywhere() =>
        Knowing("DB_PASSWORD", "correct-horse").Redact("a correct-horse, b correct-horse.csv").ShouldBe("a <redacted>, b <redacted>.csv");

    [Fact]
    public void SecretThatAMessageCutOff_IsRecognizedByItsBeginning() =>
        Knowing("DB_PASSWORD", "correct-horse-battery-staple").Redact("found \"correct-horse-ba…\"").ShouldBe("found \"<redacted>…\"");

    [Fact]
    public void ShortSecret_IsReplacedBetweenQuotesOnly() =>
        Knowing("DB_PASSWORD", "abc").Redact("found \"abc\" in abcd").ShouldBe("found \"<redacted>\" in abcd");

    [Fact]
    public void ShortSecret_IsReplacedInEitherKindOfQuotes() =>
        Knowing("DB_PASSWORD", "abc").Redact("found 'abc' or \"abc\"").ShouldBe("found '<redacted>' or \"<redacted>\"");

    [Theory]
    [InlineData("abcde", "x abcde y")]
    [InlineData("abcdef", "x <redacted> y")]
    public void SecretOfSixCharacters_NeedsNoQuotes(string secret, string shown) =>
        Knowing("DB_PASSWORD", secret).Redact($"x {secret} y").ShouldBe(shown);

    [Theory]
    [InlineData("USE_TOKEN", "true")]
    [InlineData("USE_TOKEN", "False")]
    [InlineData("USE_TOKEN", "none")]
    [InlineData("USE_TOKEN", "null")]
    [InlineData("USE_TOKEN", "auto")]
    [InlineData("USE_TOKEN", "YES")]
    [InlineData("USE_TOKEN", "no")]
    [InlineData("USE_TOKEN", "on")]
    [InlineData("USE_TOKEN", "off")]
    [InlineData("USE_TOKEN", "default")]
    [InlineData("MAX_TOKEN", "512")]
    [InlineData("DB_PASSWORD", "")]
    public void ValueThatIsNoSecret_Stays(string name, string value) =>
        Knowing(name, value).Redact($"found \"{value}\", \"true\" and \"512\"").ShouldBe($"found \"{value}\", \"true\" and \"512\"");

    [Theory]
    [InlineData("4711")]
    [InlineData("a1b")]
    public void ShortValueThatIsNoCount_IsASecret(string value) => Knowing("CARD_PIN", value).Redact($"found \"{value}\"").ShouldBe("found \"<redacted>\"");

    // Each value is too short to be recognized outside of quotes, so that each spelling has to be known by itself.
    [Theory]
    [InlineData(" a1b ", " a1b ")]
    [InlineData(" a1b ", "a1b")]
    [InlineData("\"a1b\"", "a1b")]
    [InlineData("a\nb", "a\nb")]
    [InlineData("a\nb", "a b")]
    public void Secret_IsKnownInEverySpellingThatAMessageGivesIt(string value, string spelling) =>
        Knowing("CARD_PIN", value).Redact($"found \"{spelling}\"").ShouldBe("found \"<redacted>\"");

    [Theory]
    [InlineData("12345", "x 12345 y")]
    [InlineData("123456", "x <redacted> y")]
    public void LineOfAKey_IsKnownFromSixCharactersOn(string line, string shown) =>
        Knowing("SSH_PRIVATE_KEY", $"first-line\n{line}\nlast-line").Redact($"x {line} y").ShouldBe(shown);

    [Theory]
    [InlineData("/no/such/job")]
    [InlineData("bad\0name")]
    public void JobWithoutHyperparameters_HasTheSecretsOfItsEnvironment(string place) =>
        Redactor.For([new("DB_PASSWORD", "correct-horse")], new JobPaths(place)).Redact("a correct-horse").ShouldBe("a <redacted>");

    [Fact]
    public void PasswordOfAUrlInTheEnvironment_IsKnown() =>
        Knowing("FEED", "https://me:hunter2hunter2@example.com").Redact("login hunter2hunter2 failed").ShouldBe("login <redacted> failed");

    [Fact]
    public void KeyOfManyLines_IsKnownLineByLine() =>
        Knowing("SSH_PRIVATE_KEY", "first-line\nsecond-line").Redact("x second-line y").ShouldBe("x <redacted> y");

    [Theory]
    [InlineData("""{"db_password": "\"s3same-open\""}""")]
    [InlineData("""{"db_password": "s3same-open", oops""")]
    public void Hyperparameters_AreKnown_AlsoWhenTheirFileIsDamaged(string json)
    {
        File.WriteAllText(_job.Paths.HyperparametersFile, json);
        Redactor.For([], _job.Paths).Redact("found \"s3same-open\", s3same-open").ShouldNotContain("s3same-open");
    }

    [Theory]
    [InlineData("secret-one-two-four")]
    [InlineData("secret-one-two-three")]
    public void TwoSecretsThatBeginAlike_TheTailOfTheShorterWasShown(string secret) =>
        Redactor.For([new("A_TOKEN", "secret-one-two-three"), new("B_TOKEN", "secret-one-two-four")], _job.Paths).Redact($"a {secret} b").ShouldBe("a <redacted> b");

    [Fact]
    public void SecretWithAQuoteInIt_IsKnownAsItIsMeant_NotOnlyAsTheFileWritesIt()
    {
        _job.ReadHyperparameters("""{"db_password":"s3same-0pen-\\\"thyself"}""");
        Redactor.For([], _job.Paths).Redact("found \"s3same-0pen-\\\"thyself\"").ShouldBe("found \"<redacted>\"");
    }

    [Fact]
    public void LongerSecret_GoesBeforeTheShorterOneInIt() =>
        Redactor.For([new("A_TOKEN", "secret-one"), new("B_TOKEN", "secret-one-two")], _job.Paths).Redact("secret-one-two").ShouldBe("<redacted>");
}
