using TorchSharp;
using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>
/// libtorch's fused optimizer steps (torch._fused_adam_, torch._fused_adamw_, torch._fused_sgd_), which update lists of tensors in a few
/// launches. TorchSharp has no methods for them; TorchScript calls them by name.
/// </summary>
internal static class FusedKernels
{
    // Most texts that do not compile end the process: these are constants, and a test runs each. The last line must end, which that of a raw
    // string does not by itself.
    private const string Script = """
        def adam(p: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], s: List[Tensor], lr: float, beta1: float, beta2: float, decay: float, eps: float):
            torch._fused_adam_(p, g, m, v, [], s, lr=lr, beta1=beta1, beta2=beta2, weight_decay=decay, eps=eps, amsgrad=False, maximize=False)

        def adamw(p: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], s: List[Tensor], lr: float, beta1: float, beta2: float, decay: float, eps: float):
            torch._fused_adamw_(p, g, m, v, [], s, lr=lr, beta1=beta1, beta2=beta2, weight_decay=decay, eps=eps, amsgrad=False, maximize=False)

        def sgd(p: List[Tensor], g: List[Tensor], b: List[Tensor], decay: float, momentum: float, lr: float, nesterov: bool, first: bool):
            torch._fused_sgd_(p, g, b, weight_decay=decay, momentum=momentum, lr=lr, dampening=0.0, nesterov=nesterov, maximize=False, is_first_step=first)

        def sgd_without_momentum(p: List[Tensor], g: List[Tensor], decay: float, lr: float):
            torch._fused_sgd_(p, g, [], weight_decay=decay, momentum=0.0, lr=lr, dampening=0.0, nesterov=False, maximize=False, is_first_step=True)

        """;

    // at::_ops::_fused_…_::call, where the script's functions end
    private static readonly string[] Functions =
    [
        "_ZN2at4_ops12_fused_adam_4callEN3c108ArrayRefINS_6TensorEEES5_S5_S5_S5_S5_dddddbbRKSt8optionalIS4_ES9_",
        "_ZN2at4_ops13_fused_adamw_4callEN3c108ArrayRefINS_6TensorEEES5_S5_S5_S5_S5_dddddbbRKSt8optionalIS4_ES9_",
        "_ZN2at4_ops11_fused_sgd_4callEN3c108ArrayRefINS_6TensorEEES5_S5_ddddbbbRKSt8optionalIS4_ES9_",
    ];

    private static readonly Lazy<jit.CompilationUnit?> Unit = new(
        () => Array.TrueForAll(Functions, name => DynamicLinker.Defines(TorchLibrary.Handle, name)) ? jit.compile(Script) : null);

    /// <summary>False where this libtorch lacks one of them; plain operators do the same in more launches.</summary>
    public static bool AreAvailable => Unit.Value is not null;

    /// <summary>One step of Adam, or of AdamW, over lists of equal length; called without gradient recording.</summary>
    /// <param name="decoupled">True for AdamW.</param>
    /// <param name="parameters">float32, changed in place.</param>
    /// <param name="gradients">Of the parameters.</param>
    /// <param name="means">exp_avg, changed in place.</param>
    /// <param name="squares">exp_avg_sq, changed in place.</param>
    /// <param name="steps">1-based step of each parameter, a float32 scalar on its device.</param>
    /// <param name="learningRate">Of this step.</param>
    /// <param name="settings">The other constants.</param>
    public static void Adam(
        bool decoupled, Tensor[] parameters, Tensor[] gradients, Tensor[] means, Tensor[] squares, Tensor[] steps, double learningRate, OptimizerSettings settings)
    {
        using Scalar rate = learningRate, beta1 = settings.Beta1, beta2 = settings.Beta2, decay = settings.WeightDecay, epsilon = settings.Epsilon;
        Unit.Value!.invoke(decoupled ? "adamw" : "adam", parameters, gradients, means, squares, steps, rate, beta1, beta2, decay, epsilon);
    }

    /// <summary>One step of SGD over lists of equal length; called without gradient recording.</summary>
    /// <param name="parameters">float32, changed in place.</param>
    /// <param name="gradients">Of the parameters.</param>
    /// <param name="buffers">momentum_buffer, changed in place; null without momentum.</param>
    /// <param name="learningRate">Of this step.</param>
    /// <param name="isFirstStep">The buffers are empty yet.</param>
    /// <param name="settings">The other constants.</param>
    public static void Sgd(
        Tensor[] parameters, Tensor[] gradients, Tensor[]? buffers, double learningRate, bool isFirstStep, OptimizerSettings settings)
    {
        using Scalar rate = learningRate, momentum = settings.Momentum, decay = settings.WeightDecay;
        if (buffers is null)
            Unit.Value!.invoke("sgd_without_momentum", parameters, gradients, decay, rate);
        else
            Unit.Value!.invoke("sgd", parameters, gradients, buffers, decay, momentum, rate, settings.Nesterov, isFirstStep);
    }
}
