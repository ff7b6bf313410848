//! State, actions, clocks, layout to a scene, hit test, keys and the SVG painter.
