//! A program that is killed has lost nothing that it had acknowledged.

use std::io::{BufRead, BufReader};

use fairlead_core::Id;
use fairlead_store::trace::{self, Filter};

use crate::{
    child::{self, Said},
    support::{key, open, outbox, projects},
};

#[tokio::test]
async fn what_was_acknowledged_before_a_kill_is_there_after_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut acknowledged: Vec<Id> = Vec::new();
    // Each round begins on what the killed one before has left.
    for round in 1..=3 {
        let mut child = child::writer(folder.path(), "").spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut said = Said::default();
        while said.acknowledged.len() < 25 * round {
            let line = lines.next().expect("the child writes until it is killed");
            said.hear(&line.unwrap());
        }
        // SIGKILL: no handler, no destructor.
        child.kill().unwrap();
        child.wait().unwrap();
        lines
            .map_while(Result::ok)
            .for_each(|line| said.hear(&line));
        assert_eq!(said.failure, None);
        acknowledged.extend(said.acknowledged);

        let store = open(folder.path());
        assert!(store.notices().is_empty(), "{:?}", store.notices());
        let there = projects(&store).await;
        let sent: Vec<String> = outbox(&store).await.into_iter().map(|(_, a)| a).collect();
        assert_eq!(
            there.len(),
            sent.len(),
            "a change and its outbox row go together"
        );
        for id in &acknowledged {
            assert!(there.contains(id), "round {round}: project {id} is lost");
            assert!(sent.iter().any(|a| a.contains(&id.to_string())));
            let id = *id;
            let traces = store
                .read_traces(move |c| trace::count(c, id, &Filter::default()))
                .await;
            assert_eq!(
                traces.unwrap().number,
                1,
                "round {round}: the trace of {id} is lost"
            );
            let walk = store.read_traces(move |c| trace::verify(c, &key(), id));
            let walk = walk.await.unwrap();
            assert_eq!((walk.sealed, walk.broken), (1, None), "round {round}");
        }
        store.close();
    }
}
