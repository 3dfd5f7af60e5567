using TorchSharp;

namespace TrainingContainer.Training;

/// <summary>How many threads the two pools of a CPU step have: libtorch's own (OpenMP) and the BLAS library's.</summary>
/// <param name="Torch">Of libtorch, at least 1.</param>
/// <param name="Blas">Of OpenBLAS, at least 1; the same as <paramref name="Torch"/> where the BLAS has no pool of its own.</param>
public sealed record ThreadSetting(int Torch, int Blas)
{
    /// <summary>The most threads of either pool.</summary>
    public const int Max = 1024;

    /// <summary>Applies it to this process.</summary>
    public void Apply()
    {
        torch.set_num_threads(Torch);
        BlasLibrary.Loaded.SetThreads?.Invoke(Blas);
    }

    /// <summary>The settings worth a try with so many cores: alone, or all for one pool. Both pools at once fight for the cores.</summary>
    /// <remarks>BLAS comes last: its idle threads keep a core busy for tens of milliseconds, and would slow down whatever is timed next.</remarks>
    /// <param name="cores">At least 1.</param>
    public static IReadOnlyList<ThreadSetting> Candidates(int cores) =>
        cores == 1 ? [new(1, 1)]
        : BlasLibrary.Loaded.SetThreads is null ? [new(1, 1), new(cores, cores)]
        : [new(1, 1), new(cores, 1), new(1, cores)];
}
