using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TrainingContainer.Training;

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

    /// <summary>Where a checkpoint's write ends: "BeforeRename 3" is the third time that it comes there.</summary>
    public const string FaultVariable = "TEST_STARTUP_HOOK_FAULT";

    private const int Sigkill = 9;

    public static void Initialize()
    {
        switch (Environment.GetEnvironmentVariable(Variable))
        {
            case "throw":
                Begin(() => Throw(Environment.GetEnvironmentVariable(MessageVariable) ?? "thrown on a thread of its own"));
                break;
            case "overflow-stack":
                Begin(() => OverflowStack());
                break;
            case "kill-at-fault":
                AtFault(() => _ = Kill(Environment.ProcessId, Sigkill));
                break;
            case "disk-full-at-fault":
                AtFault(() => throw new IOException("No space left on device"));
                break;
        }
    }

    private static void Begin(ThreadStart work) => new Thread(work) { IsBackground = true }.Start();

    // not inlined: the type is loaded only where it is needed
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AtFault(Action fault)
    {
        var asked = Environment.GetEnvironmentVariable(FaultVariable)!.Split(' ');
        var (point, times) = (Enum.Parse<FaultPoint>(asked[0]), int.Parse(asked[1], CultureInfo.InvariantCulture));
        _ = new FaultScope((reached, path, _) =>
        {
            if (reached == point && path.Contains("checkpoint-", StringComparison.Ordinal) && Interlocked.Decrement(ref times) == 0)
                fault();
        });
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

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
