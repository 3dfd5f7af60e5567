using System.Runtime.CompilerServices;

/// <summary>
/// The runtime runs this before the program's Main when DOTNET_STARTUP_HOOKS names this assembly. So a test can make the built program
/// fail in ways that no input makes it fail, without any code for it in the product. The name and the missing namespace are .NET's rule.
/// </summary>
internal static class StartupHook
{
    /// <summary>The variable that says what to do.</summary>
    public const string Variable = "TEST_STARTUP_HOOK";

    /// <summary>The exception's text, with a secret in it where a test wants one.</summary>
    public const string MessageVariable = "TEST_STARTUP_HOOK_MESSAGE";

    public static void Initialize()
    {
        ThreadStart? work = Environment.GetEnvironmentVariable(Variable) switch
        {
            "throw" => () => Throw(Environment.GetEnvironmentVariable(MessageVariable) ?? "thrown on a thread of its own"),
            "overflow-stack" => () => OverflowStack(),
            _ => null,
        };
        if (work is not null)
            new Thread(work) { IsBackground = true }.Start();
    }

    private static void Throw(string message)
    {
        WaitForTraining();
        throw new InvalidOperationException(message);
    }

    private static int OverflowStack()
    {
        WaitForTraining();
        return Deeper(0);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Deeper(int depth) => Deeper(depth + 1) + depth;

    /// <summary>The model's folder is made after the program has begun to listen for failures.</summary>
    private static void WaitForTraining()
    {
        var folder = Path.Combine(Environment.GetEnvironmentVariable("SAGEMAKER_BASE_DIR")!, "model");
        SpinWait.SpinUntil(() => Directory.Exists(folder));
    }
}
