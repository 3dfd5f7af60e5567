using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor abs() => Native.tb_abs(this);

        public Tensor abs_()
        {
            Native.tb_abs_(this);
            return this;
        }

        public Tensor sqrt() => Native.tb_sqrt(this);

        public Tensor sqrt_()
        {
            Native.tb_sqrt_(this);
            return this;
        }

        public Tensor rsqrt() => Native.tb_rsqrt(this);

        public Tensor rsqrt_()
        {
            Native.tb_rsqrt_(this);
            return this;
        }

        public Tensor exp() => Native.tb_exp(this);

        public Tensor exp_()
        {
            Native.tb_exp_(this);
            return this;
        }

        public Tensor log() => Native.tb_log(this);

        public Tensor log_()
        {
            Native.tb_log_(this);
            return this;
        }

        public Tensor log1p() => Native.tb_log1p(this);

        public Tensor log1p_()
        {
            Native.tb_log1p_(this);
            return this;
        }

        public Tensor neg() => Native.tb_neg(this);

        public Tensor neg_()
        {
            Native.tb_neg_(this);
            return this;
        }

        public Tensor sign() => Native.tb_sign(this);

        public Tensor sign_()
        {
            Native.tb_sign_(this);
            return this;
        }

        public Tensor sigmoid() => Native.tb_sigmoid(this);

        public Tensor sigmoid_()
        {
            Native.tb_sigmoid_(this);
            return this;
        }

        public Tensor tanh() => Native.tb_tanh(this);

        public Tensor tanh_()
        {
            Native.tb_tanh_(this);
            return this;
        }

        public Tensor relu() => Native.tb_relu(this);

        public Tensor relu_()
        {
            Native.tb_relu_(this);
            return this;
        }

        public Tensor ceil() => Native.tb_ceil(this);

        public Tensor ceil_()
        {
            Native.tb_ceil_(this);
            return this;
        }

        public Tensor floor() => Native.tb_floor(this);

        public Tensor floor_()
        {
            Native.tb_floor_(this);
            return this;
        }

        public Tensor square() => Native.tb_square(this);

        public Tensor logical_not() => Native.tb_logical_not(this);

        public Tensor isnan() => Native.tb_isnan(this);

        public Tensor isfinite() => Native.tb_isfinite(this);

        public Tensor isinf() => Native.tb_isinf(this);
    }

    public static Tensor abs(Tensor input) => input.abs();

    public static Tensor abs_(Tensor input) => input.abs_();

    public static Tensor sqrt(Tensor input) => input.sqrt();

    public static Tensor sqrt_(Tensor input) => input.sqrt_();

    public static Tensor rsqrt(Tensor input) => input.rsqrt();

    public static Tensor rsqrt_(Tensor input) => input.rsqrt_();

    public static Tensor exp(Tensor input) => input.exp();

    public static Tensor exp_(Tensor input) => input.exp_();

    public static Tensor log(Tensor input) => input.log();

    public static Tensor log_(Tensor input) => input.log_();

    public static Tensor log1p(Tensor input) => input.log1p();

    public static Tensor log1p_(Tensor input) => input.log1p_();

    public static Tensor neg(Tensor input) => input.neg();

    public static Tensor neg_(Tensor input) => input.neg_();

    public static Tensor sign(Tensor input) => input.sign();

    public static Tensor sign_(Tensor input) => input.sign_();

    public static Tensor sigmoid(Tensor input) => input.sigmoid();

    public static Tensor sigmoid_(Tensor input) => input.sigmoid_();

    public static Tensor tanh(Tensor input) => input.tanh();

    public static Tensor tanh_(Tensor input) => input.tanh_();

    public static Tensor ceil(Tensor input) => input.ceil();

    public static Tensor ceil_(Tensor input) => input.ceil_();

    public static Tensor floor(Tensor input) => input.floor();

    public static Tensor floor_(Tensor input) => input.floor_();

    public static Tensor square(Tensor input) => input.square();

    public static Tensor logical_not(Tensor input) => input.logical_not();

    public static Tensor isnan(Tensor input) => input.isnan();

    public static Tensor isfinite(Tensor tensor) => tensor.isfinite();

    public static Tensor isinf(Tensor tensor) => tensor.isinf();
}
