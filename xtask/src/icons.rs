//! `icons/*.svg` drawn in every size and container the platforms want.

use std::{fs, path::Path};

use resvg::{tiny_skia, usvg};

/// Up to this size the drawing without fine lines is used.
const SMALL: u32 = 48;
/// Sizes in the Windows icon (ICO: a directory of PNGs).
const ICO_SIZES: &[u32] = &[16, 24, 32, 48, 64, 128, 256];
/// Types of the macOS icon and their sizes in pixels (ICNS: tagged PNGs).
const ICNS_TYPES: &[(&[u8; 4], u32)] = &[
    (b"ic11", 32),
    (b"ic12", 64),
    (b"ic07", 128),
    (b"ic13", 256),
    (b"ic08", 256),
    (b"ic14", 512),
    (b"ic09", 512),
    (b"ic10", 1024),
];
/// PNGs of the program: name and size.
const PNGS: &[(&str, u32)] = &[
    ("32x32.png", 32),
    ("64x64.png", 64),
    ("128x128.png", 128),
    ("128x128@2x.png", 256),
    ("icon.png", 512),
];
/// PNGs of the tray: drawing, name, size.
const TRAY: &[(&str, &str, u32)] = &[
    ("fairlead-small.svg", "tray.png", 32),
    ("tray-paused.svg", "tray-paused.png", 32),
    ("tray-template.svg", "tray-template.png", 44),
];

/// Draws them all.
pub fn run(root: &Path) -> Result<(), String> {
    let folder = root.join("icons");
    let large = Drawing::read(&folder.join("fairlead.svg"))?;
    let small = Drawing::read(&folder.join("fairlead-small.svg"))?;
    let draw = |size: u32| {
        if size <= SMALL {
            small.png(size)
        } else {
            large.png(size)
        }
    };
    for (name, size) in PNGS {
        write(&folder.join(name), &draw(*size)?)?;
    }
    for (drawing, name, size) in TRAY {
        let drawing = Drawing::read(&folder.join(drawing))?;
        write(&folder.join(name), &drawing.png(*size)?)?;
    }
    write(&folder.join("icon.ico"), &ico(draw)?)?;
    write(&folder.join("icon.icns"), &icns(draw)?)
}

struct Drawing(usvg::Tree);

impl Drawing {
    fn read(file: &Path) -> Result<Self, String> {
        let text = fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
        usvg::Tree::from_str(&text, &usvg::Options::default())
            .map(Self)
            .map_err(|e| format!("{}: {e}", file.display()))
    }

    fn png(&self, size: u32) -> Result<Vec<u8>, String> {
        let mut canvas = tiny_skia::Pixmap::new(size, size).ok_or("an icon of no size")?;
        #[allow(clippy::cast_precision_loss, reason = "icon sizes are small")]
        let scale = size as f32 / self.0.size().width();
        let transform = tiny_skia::Transform::from_scale(scale, scale);
        resvg::render(&self.0, transform, &mut canvas.as_mut());
        canvas.encode_png().map_err(|e| e.to_string())
    }
}

fn write(file: &Path, bytes: &[u8]) -> Result<(), String> {
    fs::write(file, bytes).map_err(|e| format!("{}: {e}", file.display()))?;
    println!("{} ({} bytes)", file.display(), bytes.len());
    Ok(())
}

fn ico(draw: impl Fn(u32) -> Result<Vec<u8>, String>) -> Result<Vec<u8>, String> {
    let pictures = ICO_SIZES
        .iter()
        .map(|size| Ok((*size, draw(*size)?)))
        .collect::<Result<Vec<_>, String>>()?;
    let mut file = vec![0, 0, 1, 0];
    file.extend(length16(pictures.len())?);
    let mut offset = 6 + 16 * pictures.len();
    for (size, png) in &pictures {
        // 0 stands for 256.
        let side = u8::try_from(*size).unwrap_or(0);
        file.extend([side, side, 0, 0, 1, 0, 32, 0]);
        file.extend(length32(png.len())?.to_le_bytes());
        file.extend(length32(offset)?.to_le_bytes());
        offset += png.len();
    }
    file.extend(pictures.into_iter().flat_map(|(_, png)| png));
    Ok(file)
}

fn icns(draw: impl Fn(u32) -> Result<Vec<u8>, String>) -> Result<Vec<u8>, String> {
    let mut body = Vec::new();
    for (kind, size) in ICNS_TYPES {
        let png = draw(*size)?;
        body.extend(*kind);
        body.extend(length32(png.len() + 8)?.to_be_bytes());
        body.extend(png);
    }
    let mut file = b"icns".to_vec();
    file.extend(length32(body.len() + 8)?.to_be_bytes());
    file.extend(body);
    Ok(file)
}

fn length16(length: usize) -> Result<[u8; 2], String> {
    u16::try_from(length)
        .map(u16::to_le_bytes)
        .map_err(|_| "too many pictures".to_owned())
}

fn length32(length: usize) -> Result<u32, String> {
    u32::try_from(length).map_err(|_| "an icon of over 4 GB".to_owned())
}
