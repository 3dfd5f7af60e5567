namespace TrainingContainer.LocalSageMaker;

/// <summary>The commands of local-sagemaker: those of the AWS CLI's "aws sagemaker", on this machine.</summary>
internal static class CommandLine
{
    private const int UsageError = 2;

    /// <summary>Runs one command.</summary>
    /// <param name="arguments">As on the command line.</param>
    /// <returns>0 when it succeeded, 2 when the arguments are wrong.</returns>
    public static int Run(string[] arguments)
    {
        Console.Error.WriteLine($"local-sagemaker: unknown command {(arguments.Length > 0 ? arguments[0] : "(none)")}");
        return UsageError;
    }
}
