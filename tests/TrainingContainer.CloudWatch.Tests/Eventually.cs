namespace TrainingContainer.CloudWatch.Tests;

/// <summary>Waits for what another thread does, as long as a test may take at most.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Max = TimeSpan.FromSeconds(20);

    public static void Becomes(Func<bool> condition, string what) => SpinWait.SpinUntil(condition, Max).ShouldBeTrue($"it never came to this: {what}");
}
