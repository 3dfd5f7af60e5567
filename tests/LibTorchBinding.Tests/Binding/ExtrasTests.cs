using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace LibTorchBinding.Tests.Binding;

/// <summary>The functions of native/torchbinding.h that TorchSharp lacks.</summary>
public unsafe partial class ExtrasTests
{
    private const int Ok = 0;
    private const int Unavailable = 2;
    private const int FusedAdam = 1;
    private const int FusedAdamW = 2;
    private const int FusedSgd = 4;

    private static int Capabilities => tb_capabilities((int)Conformance.TestDevice.Current.type);

    [Fact]
    public void FusedAdam_IsUnavailableOrAdam() => FusedIsUnavailableOrThePlainOne(
        FusedAdam,
        parameter => optim.Adam([parameter], 0.1, weight_decay: 0.01),
        (p, g, m, v, s) => tb_cuda_fused_adam(&p, &g, &m, &v, null, &s, 1, 0.1, 0.9, 0.999, 0.01, 1e-8, false, false));

    [Fact]
    public void FusedAdamW_IsUnavailableOrAdamW() => FusedIsUnavailableOrThePlainOne(
        FusedAdamW,
        parameter => optim.AdamW([parameter], 0.1, weight_decay: 0.01),
        (p, g, m, v, s) => tb_cuda_fused_adamw(&p, &g, &m, &v, null, &s, 1, 0.1, 0.9, 0.999, 0.01, 1e-8, false, false));

    [Fact]
    public void FusedSgd_IsUnavailableOrSgd() => FusedIsUnavailableOrThePlainOne(
        FusedSgd,
        parameter => optim.SGD([parameter], 0.1, weight_decay: 0.01),
        (p, g, _, _, _) => tb_cuda_fused_sgd(&p, &g, null, 1, 0.1, 0, 0, 0.01, false, false, true));

    [Fact]
    public void FusedAdam_WrongTensors_IsAnErrorAndNoCrash()
    {
        if ((Capabilities & FusedAdam) == 0)
            return;
        using var parameter = ones(2, device: Conformance.TestDevice.Current);
        var handle = parameter.Handle;
        nint missing = 0;

        tb_cuda_fused_adam(&handle, &missing, &handle, &handle, null, &handle, 1, 0.1, 0.9, 0.999, 0, 1e-8, false, false).ShouldBe(1);
    }

    private static void FusedIsUnavailableOrThePlainOne(int capability, Func<TorchSharp.Modules.Parameter, optim.Optimizer> makePlain, Func<nint, nint, nint, nint, nint, int> fused)
    {
        var device = Conformance.TestDevice.Current;
        using var scope = NewDisposeScope();
        var start = randn(5, device: device);
        var plain = new TorchSharp.Modules.Parameter(start.clone());
        using var optimizer = makePlain(plain);
        var (parameter, first, second, step) = (start.clone(), zeros(5, device: device), zeros(5, device: device), zeros(1, device: device));
        for (var i = 0; i < 3; i++)
        {
            var grad = randn(5, device: device);
            step.add_(1);
            var status = fused(parameter.Handle, grad.Handle, first.Handle, second.Handle, step.Handle);
            if ((Capabilities & capability) == 0)
            {
                status.ShouldBe(Unavailable);
                parameter.Equals(start).ShouldBeTrue();
                return;
            }
            status.ShouldBe(Ok);
            plain.grad = grad;
            optimizer.step();
            parameter.allclose(plain, rtol: 1e-4, atol: 1e-6).ShouldBeTrue();
        }
    }

    [LibraryImport("torchbinding")]
    private static partial int tb_capabilities(int deviceType);

    [LibraryImport("torchbinding")]
    private static partial int tb_cuda_fused_adam(nint* p, nint* g, nint* m, nint* v, nint* vmax, nint* steps, int count, double lr, double beta1, double beta2, double decay, double eps, [MarshalAs(UnmanagedType.U1)] bool amsgrad, [MarshalAs(UnmanagedType.U1)] bool maximize);

    [LibraryImport("torchbinding")]
    private static partial int tb_cuda_fused_adamw(nint* p, nint* g, nint* m, nint* v, nint* vmax, nint* steps, int count, double lr, double beta1, double beta2, double decay, double eps, [MarshalAs(UnmanagedType.U1)] bool amsgrad, [MarshalAs(UnmanagedType.U1)] bool maximize);

    [LibraryImport("torchbinding")]
    private static partial int tb_cuda_fused_sgd(nint* p, nint* g, nint* buffers, int count, double lr, double momentum, double dampening, double decay, [MarshalAs(UnmanagedType.U1)] bool nesterov, [MarshalAs(UnmanagedType.U1)] bool maximize, [MarshalAs(UnmanagedType.U1)] bool first);
}
