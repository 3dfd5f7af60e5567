using System.Runtime.ExceptionServices;

namespace TrainingContainer.Data.Tests;

/// <summary>Runs what might hang if the product were wrong, for half a minute at most unless told otherwise.</summary>
internal static class Bounded
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static void Run(Action work) => Run(() =>
    {
        work();
        return true;
    });

    public static T Run<T>(Func<T> work, TimeSpan? longest = null)
    {
        TimeSpan limit = longest ?? Limit;
        T result = default!;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                result = work();
            }
            catch (Exception exception)
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }
        })
        { IsBackground = true };
        thread.Start();
        thread.Join(limit).ShouldBeTrue($"this took longer than {limit.TotalSeconds} s");
        failure?.Throw();
        return result;
    }
}
