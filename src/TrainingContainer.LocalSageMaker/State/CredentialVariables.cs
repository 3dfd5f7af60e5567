namespace TrainingContainer.LocalSageMaker.State;

/// <summary>Where the AWS SDK looks for credentials in the environment: names alone, since values are never written down.</summary>
internal static class CredentialVariables
{
    private static readonly string[] Names =
    [
        "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE", "AWS_ROLE_ARN",
        "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    ];

    /// <summary>Those that are set.</summary>
    /// <param name="getVariable">Reads an environment variable; null when it is not set.</param>
    public static IReadOnlyList<string> Set(Func<string, string?> getVariable) => [.. Names.Where(name => !string.IsNullOrEmpty(getVariable(name)))];

    /// <summary>Those that a job was created with and that are not set now.</summary>
    /// <param name="options">Of the job.</param>
    /// <param name="getVariable">Reads an environment variable; null when it is not set.</param>
    public static IReadOnlyList<string> Missing(RunOptions options, Func<string, string?> getVariable) =>
        [.. options.CredentialVariables.Where(name => string.IsNullOrEmpty(getVariable(name)))];
}
