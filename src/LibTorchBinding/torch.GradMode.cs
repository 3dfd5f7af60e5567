using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static IDisposable no_grad() => new GradMode(false);

    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);

    public static bool is_grad_enabled() => Native.tb_grad_enabled();

    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);

    public static bool is_inference_mode_enabled() => Native.tb_inference_mode_enabled();

    /// <summary>Switches the recording of gradients on this thread until it is disposed.</summary>
    private sealed class GradMode : IDisposable
    {
        private readonly bool _before = Native.tb_grad_enabled();

        public GradMode(bool enabled) => Native.tb_set_grad_enabled(enabled);

        public void Dispose() => Native.tb_set_grad_enabled(_before);
    }

    /// <summary>libtorch's inference mode on this thread until it is disposed.</summary>
    private sealed class InferenceMode(bool mode) : IDisposable
    {
        private nint _guard = Native.tb_inference_mode_enter(mode);

        public void Dispose()
        {
            if (_guard == 0)
                return;
            Native.tb_inference_mode_leave(_guard);
            _guard = 0;
        }
    }
}
