namespace TrainingContainer.SageMaker.Tests;

public class SecretNamesTests
{
    [Theory]
    [InlineData("AWS_SECRET_ACCESS_KEY")]
    [InlineData("AWS_ACCESS_KEY_ID")]
    [InlineData("AWS_SESSION_TOKEN")]
    [InlineData("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")]
    [InlineData("AWS_CONTAINER_AUTHORIZATION_TOKEN")]
    [InlineData("X-Amz-Signature")]
    [InlineData("X-Amz-Credential")]
    [InlineData("DB_PASSWORD")]
    [InlineData("dbPassword")]
    [InlineData("PGPASSWORD")]
    [InlineData("hf-token")]
    [InlineData("hfToken")]
    [InlineData("api_key")]
    [InlineData("apiKey")]
    [InlineData("SSH_PRIVATE_KEY")]
    [InlineData("CLIENT_SECRET")]
    [InlineData("MYSQL_PWD")]
    [InlineData("DB_PASS")]
    [InlineData("htpasswd")]
    [InlineData("SSH_PASSPHRASE")]
    [InlineData("aws_credentials_file")]
    [InlineData("REDIS_AUTH")]
    [InlineData("Authorization")]
    [InlineData("bearer")]
    [InlineData("card_pin")]
    [InlineData("AZURE_SAS")]
    [InlineData("sig")]
    [InlineData("session-cookie")]
    [InlineData("NPM_AUTHTOKEN")]
    [InlineData("ACCESSTOKEN")]
    public void Secret_IsToldByItsName(string name) => SecretNames.Contains(name).ShouldBeTrue();

    [Theory]
    [InlineData("PWD")]
    [InlineData("OLDPWD")]
    [InlineData("PATH")]
    [InlineData("TOKENIZERS_PARALLELISM")]
    [InlineData("max_tokens")]
    [InlineData("author")]
    [InlineData("passes")]
    [InlineData("learning_rate")]
    [InlineData("key_column")]
    [InlineData("")]
    public void OtherNames_AreNone(string name) => SecretNames.Contains(name).ShouldBeFalse();

    [Fact]
    public void Values_AreReplacedInOrder()
    {
        var shown = SecretNames.Redact(new OrderedDictionary<string, string> { ["z"] = "1", ["token"] = "abc", ["a"] = "2" });
        shown.ShouldBe([new("z", "1"), new("token", "<redacted>"), new("a", "2")]);
    }
}
