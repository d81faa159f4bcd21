//! Whether it calls back.

use super::{
    collect::Collector,
    scan::{Scan, is_safe},
    signal::Signal,
    words::{fold, parts},
};

/// Segments of paths where what is called back is kept.
const SEGMENTS: &[&str] = &["webhook", "webhooks", "hooks", "webhookendpoints"];

/// Names of addresses to call, as [`fold`] gives them.
const ADDRESSES: &[&str] = &[
    "callbackurl",
    "callbackuri",
    "webhookurl",
    "webhookuri",
    "notifyurl",
    "notificationurl",
    "statuscallback",
    "statuscallbackurl",
    "callback",
];

pub(super) fn find(scan: &Scan<'_>, collector: &mut Collector) {
    for webhook in &scan.spec.webhooks {
        let what = || format!("webhook `{}`", webhook.path);
        let (signal, style) = (Signal::WebhooksDescribed, Some("webhooks"));
        collector.add(signal, style, Some(webhook), &webhook.place, what);
    }
    for operation in scan.operations() {
        for callback in &operation.callbacks {
            let what = || format!("callback `{}` to {}", callback.name, callback.expression);
            let (signal, style) = (Signal::CallbacksDescribed, Some("callbacks"));
            collector.add(signal, style, Some(operation), &callback.place, what);
        }
        let mut segments = operation.path.split('/').map(fold);
        if !is_safe(operation) && segments.any(|s| SEGMENTS.contains(&s.as_str())) {
            let what = || format!("{} {}", operation.method, operation.path);
            let (signal, style) = (Signal::WebhookOperations, Some("subscriptions"));
            collector.add(signal, style, Some(operation), &operation.place, what);
        }
        if is_safe(operation) {
            continue;
        }
        for parameter in &operation.parameters {
            if is_address(&parameter.name) {
                let what = || format!("parameter `{}`", parameter.name);
                let (signal, style) = (Signal::CallbackAddress, Some("callbacks"));
                collector.add(signal, style, Some(operation), &parameter.place, what);
            }
        }
        for properties in scan.request_properties(operation) {
            for property in properties.iter().filter(|p| is_address(&p.name)) {
                let what = || format!("property `{}`", property.name);
                let (signal, style) = (Signal::CallbackAddress, Some("callbacks"));
                collector.add(signal, style, Some(operation), &property.place, what);
            }
        }
    }
}

fn is_address(name: &str) -> bool {
    ADDRESSES.contains(&fold(name).as_str()) && parts(name).last().is_some_and(|p| p != "method")
}
