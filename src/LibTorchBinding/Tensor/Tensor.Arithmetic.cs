using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor add(Tensor target) => Native.tb_add(this, target, One);

        public Tensor add(Tensor target, Scalar alpha) => Native.tb_add(this, target, alpha);

        public Tensor add(Scalar scalar) => Native.tb_add_scalar(this, scalar, One);

        public Tensor add(Scalar scalar, Scalar alpha) => Native.tb_add_scalar(this, scalar, alpha);

        public Tensor add_(Tensor target) => add_(target, One);

        public Tensor add_(Tensor target, Scalar alpha)
        {
            Native.tb_add_(this, target, alpha);
            return this;
        }

        public Tensor add_(Scalar scalar) => add_(scalar, One);

        public Tensor add_(Scalar scalar, Scalar alpha)
        {
            Native.tb_add_scalar_(this, scalar, alpha);
            return this;
        }

        public Tensor sub(Tensor target) => Native.tb_sub(this, target);

        public Tensor sub(Scalar target) => Native.tb_sub_scalar(this, target);

        public Tensor sub_(Tensor target)
        {
            Native.tb_sub_(this, target);
            return this;
        }

        public Tensor sub_(Scalar target)
        {
            Native.tb_sub_scalar_(this, target);
            return this;
        }

        public Tensor mul(Tensor target) => Native.tb_mul(this, target);

        public Tensor mul(Scalar target) => Native.tb_mul_scalar(this, target);

        public Tensor mul_(Tensor target)
        {
            Native.tb_mul_(this, target);
            return this;
        }

        public Tensor mul_(Scalar target)
        {
            Native.tb_mul_scalar_(this, target);
            return this;
        }

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => Native.tb_div(this, target, (int)rounding_mode);

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => Native.tb_div_scalar(this, target, (int)rounding_mode);

        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None)
        {
            Native.tb_div_(this, target, (int)rounding_mode);
            return this;
        }

        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None)
        {
            Native.tb_div_scalar_(this, target, (int)rounding_mode);
            return this;
        }

        public Tensor pow(Tensor exponent) => Native.tb_pow(this, exponent);

        public Tensor pow(Scalar exponent) => Native.tb_pow_scalar(this, exponent);

        public Tensor pow_(Tensor exponent)
        {
            Native.tb_pow_(this, exponent);
            return this;
        }

        public Tensor pow_(Scalar exponent)
        {
            Native.tb_pow_scalar_(this, exponent);
            return this;
        }

        public Tensor remainder(Tensor target) => Native.tb_remainder(this, target);

        public Tensor remainder(Scalar scalar) => Native.tb_remainder_scalar(this, scalar);

        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => Native.tb_addcmul(this, tensor1, tensor2, value);

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value)
        {
            Native.tb_addcmul_(this, tensor1, tensor2, value);
            return this;
        }

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => addcdiv(tensor1, tensor2, One);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => Native.tb_addcdiv(this, tensor1, tensor2, value);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => addcdiv_(tensor1, tensor2, One);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value)
        {
            Native.tb_addcdiv_(this, tensor1, tensor2, value);
            return this;
        }

        public Tensor lerp(Tensor end, Tensor weight) => Native.tb_lerp(this, end, weight);

        public Tensor lerp_(Tensor end, Tensor weight)
        {
            Native.tb_lerp_(this, end, weight);
            return this;
        }

        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Native.tb_clamp(this, min, max);

        public Tensor clamp_(Scalar? min = null, Scalar? max = null)
        {
            Native.tb_clamp_(this, min, max);
            return this;
        }

        public Tensor maximum(Tensor other) => Native.tb_maximum(this, other);

        public Tensor minimum(Tensor other) => Native.tb_minimum(this, other);

        public Tensor matmul(Tensor target) => Native.tb_matmul(this, target);

        public Tensor mm(Tensor target) => Native.tb_mm(this, target);

        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => Native.tb_addmm(this, mat1, mat2, beta, alpha);

        public Tensor zero_()
        {
            Native.tb_zero_(this);
            return this;
        }

        public Tensor fill_(Scalar value)
        {
            Native.tb_fill_(this, value);
            return this;
        }
    }

    /// <summary>How a quotient is rounded.</summary>
    public enum RoundingMode
    {
        None,
        trunc,
        floor,
    }

    public static Tensor add(Tensor left, Tensor right) => left.add(right);

    public static Tensor add(Tensor left, Scalar right) => left.add(right);

    public static Tensor add(Tensor left, Tensor right, Scalar alpha) => left.add(right, alpha);

    public static Tensor add(Tensor left, Scalar right, Scalar alpha) => left.add(right, alpha);

    public static Tensor add_(Tensor left, Tensor right) => left.add_(right);

    public static Tensor add_(Tensor left, Scalar right) => left.add_(right);

    public static Tensor add_(Tensor left, Tensor right, Scalar alpha) => left.add_(right, alpha);

    public static Tensor add_(Tensor left, Scalar right, Scalar alpha) => left.add_(right, alpha);

    public static Tensor sub(Tensor left, Tensor right) => left.sub(right);

    public static Tensor sub(Tensor left, Scalar right) => left.sub(right);

    public static Tensor sub_(Tensor left, Tensor right) => left.sub_(right);

    public static Tensor sub_(Tensor left, Scalar right) => left.sub_(right);

    public static Tensor mul(Tensor left, Tensor right) => left.mul(right);

    public static Tensor mul(Tensor left, Scalar right) => left.mul(right);

    public static Tensor mul_(Tensor left, Tensor right) => left.mul_(right);

    public static Tensor mul_(Tensor left, Scalar right) => left.mul_(right);

    public static Tensor div(Tensor left, Tensor right, RoundingMode rounding_mode = RoundingMode.None) => left.div(right, rounding_mode);

    public static Tensor div(Tensor left, Scalar right, RoundingMode rounding_mode = RoundingMode.None) => left.div(right, rounding_mode);

    public static Tensor pow(Tensor left, Tensor exponent) => left.pow(exponent);

    public static Tensor pow(Tensor left, Scalar exponent) => left.pow(exponent);

    public static Tensor div_(Tensor left, Tensor right, RoundingMode rounding_mode = RoundingMode.None) => left.div_(right, rounding_mode);

    public static Tensor div_(Tensor left, Scalar right, RoundingMode rounding_mode = RoundingMode.None) => left.div_(right, rounding_mode);

    public static Tensor pow_(Tensor left, Tensor exponent) => left.pow_(exponent);

    public static Tensor pow_(Tensor left, Scalar exponent) => left.pow_(exponent);

    public static Tensor addcmul(Tensor input, Tensor tensor1, Tensor tensor2, Scalar value) => input.addcmul(tensor1, tensor2, value);

    public static Tensor addcmul_(Tensor input, Tensor tensor1, Tensor tensor2, Scalar value) => input.addcmul_(tensor1, tensor2, value);

    public static Tensor addcdiv(Tensor input, Tensor tensor1, Tensor tensor2, Scalar value) => input.addcdiv(tensor1, tensor2, value);

    public static Tensor addcdiv_(Tensor input, Tensor tensor1, Tensor tensor2, Scalar value) => input.addcdiv_(tensor1, tensor2, value);

    public static Tensor lerp(Tensor input, Tensor end, Tensor weight) => input.lerp(end, weight);

    public static Tensor clamp(Tensor input, Scalar? min = null, Scalar? max = null) => input.clamp(min, max);

    public static Tensor clamp_(Tensor input, Scalar? min = null, Scalar? max = null) => input.clamp_(min, max);

    public static Tensor maximum(Tensor input, Tensor other) => input.maximum(other);

    public static Tensor minimum(Tensor input, Tensor other) => input.minimum(other);

    public static Tensor matmul(Tensor input, Tensor target) => input.matmul(target);

    public static Tensor mm(Tensor input, Tensor target) => input.mm(target);

    public static Tensor addmm(Tensor input, Tensor mat1, Tensor mat2, float beta, float alpha) => input.addmm(mat1, mat2, beta, alpha);
}
