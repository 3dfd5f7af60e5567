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

    /// <summary>A file that a test puts into the job's folder when the process shall fail.</summary>
    public const string NowFile = "now";

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
            case "fault-in-native-code":
                Begin(() => WhenTold(() => StringLength(1)));
                break;
            case "abort-in-native-code":
                Begin(() => WhenTold(Abort));
                break;
            case "fault-in-managed-code":
                // the processor's fault at address 0 is a SIGSEGV, of which .NET makes an exception
                Begin(() => WhenTold(() => LengthOf(null!)));
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

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int LengthOf(string text) => text.Length;

    private static void WhenTold(Action fail)
    {
        var file = Path.Combine(Environment.GetEnvironmentVariable("SAGEMAKER_BASE_DIR")!, NowFile);
        SpinWait.SpinUntil(() => File.Exists(file));
        fail();
    }

    /// <summary>The model's folder is made after the program has begun to listen for failures.</summary>
    private static void WaitForTraining()
    {
        var folder = Path.Combine(Environment.GetEnvironmentVariable("SAGEMAKER_BASE_DIR")!, "model");
        SpinWait.SpinUntil(() => Directory.Exists(folder));
    }

    [DllImport("libc", EntryPoint = "strlen")]
    private static extern nint StringLength(nint text);

    [DllImport("libc", EntryPoint = "abort")]
    private static extern void Abort();

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
