using TorchSharp.Interop;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Helpers for training.</summary>
        public static partial class utils
        {
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2.0)
            {
                var parameters = tensors.ToArray();
                var handles = Tensor.Handles(parameters);
                Native.tb_clip_grad_norm_(handles, handles.Length, max_norm, norm_type, out var total);
                GC.KeepAlive(parameters);
                return total;
            }

            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                var parameters = tensors.ToArray();
                var handles = Tensor.Handles(parameters);
                Native.tb_clip_grad_value_(handles, handles.Length, clip_value);
                GC.KeepAlive(parameters);
            }
        }
    }
}
