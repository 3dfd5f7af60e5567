using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>The switches of TensorFloat-32 (torch.backends.cuda.matmul.allow_tf32 and torch.backends.cudnn.allow_tf32 in PyTorch).</summary>
internal static class Tf32
{
    /// <summary>Sets them for the whole process; without a GPU they change nothing.</summary>
    public static void Allow(Tf32Preference preference)
    {
        backends.cuda.matmul.allow_tf32 = preference == Tf32Preference.True;
        backends.cudnn.allow_tf32 = preference != Tf32Preference.False;
    }
}
