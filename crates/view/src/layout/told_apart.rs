//! Every pair of states is told apart by more than hue, by whoever sees colours in whatever way.

use std::collections::BTreeSet;

use laneway_model::State as Doing;

use super::bars::look;
use crate::{Color, Glyph, Theme, Token};

/// Ways of seeing colours, as matrices on linear RGB: Machado, Oliveira and Fernandes, "A Physiologically-based Model
/// for Simulation of Color Vision Deficiency" (2009), severity 1.
const SEEN: [(&str, [[f64; 3]; 3]); 4] = [
    ("all colours", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    (
        "deuteranopia",
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
    ),
    (
        "protanopia",
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
    ),
    (
        "tritanopia",
        [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    ),
];

/// How far apart two colours of one pattern are at least, in Oklab, where black and white are 1 apart: neighbours at
/// 0.02 can just be told apart.
const LEAST: f64 = 0.08;

/// A colour as it is seen, in Oklab (Ottosson, 2020).
fn seen(color: Color, way: &[[f64; 3]; 3]) -> [f64; 3] {
    let rgb = [color.red, color.green, color.blue].map(Color::linear);
    let [red, green, blue] =
        way.map(|row| (0..3).map(|at| row[at] * rgb[at]).sum::<f64>().clamp(0.0, 1.0));
    let cone = |of_red: f64, of_green: f64, of_blue: f64| {
        (of_red * red + of_green * green + of_blue * blue).cbrt()
    };
    let long = cone(0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9);
    let middle = cone(0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6);
    let short = cone(0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5);
    [
        0.210_454_255_3 * long + 0.793_617_785_0 * middle - 0.004_072_046_8 * short,
        1.977_998_495_1 * long - 2.428_592_205_0 * middle + 0.450_593_709_9 * short,
        0.025_904_037_1 * long + 0.782_771_766_2 * middle - 0.808_675_766_0 * short,
    ]
}

fn distance(a: [f64; 3], b: [f64; 3]) -> f64 {
    (0..3).map(|at| (a[at] - b[at]).powi(2)).sum::<f64>().sqrt()
}

#[test]
fn states_of_one_pattern_are_told_apart_by_lightness_as_well() {
    // Who has finished has an end cap and no bar.
    let drawn = || Doing::ALL.into_iter().filter(|doing| *doing != Doing::Finished);
    for (index, one) in drawn().enumerate() {
        for other in drawn().skip(index + 1) {
            let looks = [one, other].map(|doing| {
                let (fill, stroke) = look(doing, false, true);
                let is_solid = fill.color == Token::State(doing);
                (
                    fill.pattern,
                    is_solid,
                    stroke.map(|stroke| stroke.dash_px.is_some()),
                )
            });
            if looks[0] != looks[1] {
                continue;
            }
            for theme in Theme::ALL {
                for (name, way) in &SEEN {
                    let [a, b] = [one, other].map(|doing| seen(theme.color(Token::State(doing)), way));
                    let apart = distance(a, b);
                    assert!(
                        apart >= LEAST,
                        "{one:?} and {other:?} are {apart:.3} apart in {theme:?} for {name}"
                    );
                }
            }
        }
    }
}

#[test]
fn each_state_has_a_sign_of_its_own() {
    let signs: BTreeSet<&str> = Doing::ALL
        .into_iter()
        .map(|doing| Glyph::State(doing).path())
        .collect();
    assert_eq!(signs.len(), Doing::ALL.len());
}
