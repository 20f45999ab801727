#include "tests/parity/formula.h"

#include <torch/torch.h>

#include <cctype>
#include <charconv>
#include <stdexcept>
#include <string>

namespace brandloom::parity {
namespace {

class Parser {
  public:
    Parser(std::string_view text, const torch::Tensor& x, const torch::Tensor& sigma)
        : m_text(text), m_x(x), m_sigma(sigma) {}

    torch::Tensor whole() {
        auto value = sum();
        if (peek() != '\0') refuse();
        return value;
    }

  private:
    [[noreturn]] void refuse() const {
        throw std::runtime_error("nothing here understands the field '" + std::string(m_text) +
                                 "' from character " + std::to_string(m_at + 1) + " on");
    }
    char peek() {
        while (m_at < m_text.size() && m_text[m_at] == ' ') ++m_at;
        return m_at < m_text.size() ? m_text[m_at] : '\0';
    }
    bool take(std::string_view word) {
        (void)peek();
        if (m_text.substr(m_at, word.size()) != word) return false;
        m_at += word.size();
        return true;
    }
    torch::Tensor sum() {
        auto value = product();
        while (true) {
            if (take("+"))
                value = value + product();
            else if (take("-"))
                value = value - product();
            else
                return value;
        }
    }
    torch::Tensor product() {
        auto value = sign();
        while (true) {
            if (peek() == '*' && m_text.substr(m_at, 2) != "**") {
                ++m_at;
                value = value * sign();
            } else if (take("/")) {
                value = value / sign();
            } else {
                return value;
            }
        }
    }
    torch::Tensor sign() {
        if (take("-")) return -sign();
        if (take("+")) return sign();
        auto base = atom();
        return take("**") || take("^") ? torch::pow(base, sign()) : base;
    }
    torch::Tensor atom() {
        if (take("(")) {
            auto value = sum();
            if (!take(")")) refuse();
            return value;
        }
        const char c = peek();
        if (std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '.') return number();
        const auto word = name();
        if (word == "x") return m_x;
        if (word == "sigma") return m_sigma;
        if (word == "pi") return torch::tensor(static_cast<float>(M_PI));
        if (word.empty() || !take("(")) refuse();
        const auto argument = sum();
        if (!take(")")) refuse();
        return apply(word, argument);
    }
    torch::Tensor number() {
        double value = 0;
        const char* end = m_text.data() + m_text.size();
        const auto read = std::from_chars(m_text.data() + m_at, end, value);
        if (read.ec != std::errc()) refuse();
        m_at = static_cast<std::size_t>(read.ptr - m_text.data());
        return torch::tensor(value, torch::kFloat);
    }
    std::string name() {
        std::string word;
        while (m_at < m_text.size() && (std::isalnum(static_cast<unsigned char>(m_text[m_at])) != 0))
            word += m_text[m_at++];
        return word;
    }
    torch::Tensor apply(const std::string& word, const torch::Tensor& v) const {
        if (word == "sin") return torch::sin(v);
        if (word == "cos") return torch::cos(v);
        if (word == "tanh") return torch::tanh(v);
        if (word == "exp") return torch::exp(v);
        if (word == "log") return torch::log(v);
        if (word == "sqrt") return torch::sqrt(v);
        if (word == "abs") return torch::abs(v);
        refuse();
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    const torch::Tensor& m_x;
    const torch::Tensor& m_sigma;
};

}  // namespace

torch::Tensor evaluateField(std::string_view formula, const torch::Tensor& x, const torch::Tensor& sigma) {
    const auto equals = formula.find('=');
    if (equals != std::string_view::npos) formula.remove_prefix(equals + 1);
    return Parser(formula, x, sigma).whole() + torch::zeros_like(x);
}

}  // namespace brandloom::parity
