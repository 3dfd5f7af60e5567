using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public bool requires_grad
        {
            get => Native.tb_requires_grad(this);
            set => Native.tb_set_requires_grad(this, value);
        }

        public Tensor? grad
        {
            get
            {
                Native.tb_grad(this, out var handle);
                return handle == 0 ? null : new Tensor(handle);
            }

            set => Native.tb_set_grad(this, value);
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        public void retain_grad() => Native.tb_retain_grad(this);

        public unsafe void backward() => Native.tb_backward(this, null, retain_graph: false, create_graph: false, null, 0);

        public unsafe void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null)
        {
            if (grad_tensors is { Count: > 1 })
                throw new ArgumentException($"found {grad_tensors.Count} gradients, expected one: this tensor's", nameof(grad_tensors));
            var gradient = grad_tensors is { Count: 1 } ? grad_tensors[0] : null;
            var handles = inputs is null ? null : Handles(inputs);
            fixed (nint* leaves = handles)
                Native.tb_backward(this, gradient, retain_graph, create_graph, leaves, handles?.Length ?? 0);
            GC.KeepAlive(inputs);
        }

        public Tensor detach() => Native.tb_detach(this);

        public Tensor detach_()
        {
            Native.tb_detach_(this);
            return this;
        }

        /// <summary>The tensors' handles. The caller keeps the tensors alive while native code uses them.</summary>
        internal static nint[] Handles(IEnumerable<Tensor> tensors) => [.. tensors.Select(tensor => tensor.Handle)];
    }
}
