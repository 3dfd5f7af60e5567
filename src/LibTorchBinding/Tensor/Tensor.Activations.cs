using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor softmax(long dim, ScalarType? dtype = null) => Native.tb_softmax(this, dim, Number(dtype));

        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Native.tb_log_softmax(this, dim, Number(dtype));

        public Tensor elu(double alpha = 1) => elu(alpha, 1.0, 1.0);

        public Tensor elu(Scalar alpha, Scalar scale, Scalar input_scale) => Native.tb_elu(this, alpha, scale, input_scale);

        public Tensor leaky_relu(Scalar negative_slope) => Native.tb_leaky_relu(this, negative_slope);

        public Tensor leaky_relu_(Scalar negative_slope)
        {
            Native.tb_leaky_relu_(this, negative_slope);
            return this;
        }

        public Tensor silu() => Native.tb_silu(this);

        public Tensor silu_()
        {
            Native.tb_silu_(this);
            return this;
        }

        public Tensor gelu() => Native.tb_gelu(this, tanh: false);

        public Tensor gelu_()
        {
            Native.tb_gelu_(this, tanh: false);
            return this;
        }

        public Tensor gelu(Modules.GELU.Approximate approximate) => Native.tb_gelu(this, approximate == Modules.GELU.Approximate.tanh);

        public Tensor gelu_(Modules.GELU.Approximate approximate)
        {
            Native.tb_gelu_(this, approximate == Modules.GELU.Approximate.tanh);
            return this;
        }
    }

    public static Tensor softmax(Tensor input, int dim, ScalarType? dtype = null) => input.softmax(dim, dtype);
}
